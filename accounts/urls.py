from django.urls import path

from accounts.views import factors, home, links, mine, sign_in

# Names with an underscore are the sign-in library's, which looks for them; what it offers besides
# (signing up, changing one's e-mail address, connecting other accounts) is not routed.
urlpatterns = [
    path("", home.home, name="home"),
    path("welcome/", home.welcome, name="welcome"),
    path("accessibility/", home.accessibility, name="accessibility"),
    # /sign-in/
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/second-factor/", sign_in.SecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", factors.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("sign-in/council/", sign_in.single_sign_on, name="single-sign-on"),
    path(
        "sign-in/<slug:provider_id>/back/",
        sign_in.openid_connect_callback,
        name="openid_connect_callback",
    ),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("carry-on/", sign_in.carry_on, name="carry-on"),
    path("password/forgotten/", links.password_forgotten, name="password-forgotten"),
    path("password/<str:uidb64>/<str:token>/", links.password_link, name="password-link"),
    # /account/
    path("account/", mine.account, name="account"),
    path("account/", mine.account, name="mfa_index"),
    path("account/stay/", sign_in.session_stay, name="session-stay"),
    path("account/second-factor/", factors.second_factor, name="second-factor"),
    path("account/authenticator/", factors.AuthenticatorAdd.as_view(), name="mfa_activate_totp"),
    path(
        "account/authenticator/remove/",
        factors.AuthenticatorRemove.as_view(),
        name="mfa_deactivate_totp",
    ),
    path("account/passkeys/add/", factors.PasskeyAdd.as_view(), name="mfa_add_webauthn"),
    path(
        "account/passkeys/<int:pk>/name/", factors.PasskeyName.as_view(), name="mfa_edit_webauthn"
    ),
    path(
        "account/passkeys/<int:pk>/remove/",
        factors.PasskeyRemove.as_view(),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/recovery-codes/",
        factors.RecoveryCodesView.as_view(),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/recovery-codes/new/",
        factors.RecoveryCodesNew.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("account/confirm/", factors.Confirm.as_view(), name="account_reauthenticate"),
    path("account/password/", mine.password_change, name="password-change"),
    path("account/sessions/<slug:number>/end/", mine.session_end, name="session-end"),
    path("account/sessions/end-others/", mine.sessions_end_others, name="sessions-end-others"),
]
