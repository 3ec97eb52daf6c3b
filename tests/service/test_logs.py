"""Logs are JSON and name nobody."""

import json
import logging

import pytest
from django.http import HttpResponse
from django.urls import resolve

from socialcare.logs import JsonFormatter, RequestIdMiddleware


def formatted(message, *args, name="socialcare", error=None, **extra):
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, message, args, error)
    vars(record).update(extra)
    return json.loads(JsonFormatter().format(record))


def test_a_line_is_one_json_object():
    line = formatted("%d noticed", 3)
    assert line["message"] == "3 noticed"
    assert (line["level"], line["logger"]) == ("WARNING", "socialcare")
    assert line["at"].endswith("+00:00")


@pytest.mark.parametrize(
    ("message", "args", "said"),
    [
        ("%s: %s", ("Not Found", "/people/ellie-marsden/"), "Not Found"),
        ("Forbidden (%s): %s", ("no token", "/people/ellie-marsden/"), "Forbidden (no token)"),
        ("Gone: %s", ("/people/ellie-marsden/",), "Gone"),
    ],
)
def test_a_request_is_told_by_its_route_and_never_by_its_path(rf, message, args, said):
    request = rf.get("/people/ellie-marsden/?q=Ellie+Marsden")
    request.resolver_match = None
    line = formatted(message, *args, request=request, status_code=404)
    assert line["message"] == said
    assert (line["method"], line["route"], line["status"]) == ("GET", "", 404)
    assert "arsden" not in json.dumps(line)


def test_a_route_is_the_pattern_that_matched(rf):
    request = rf.get("/sign-in/")
    request.resolver_match = type("Match", (), {"route": "cases/<str:reference>/"})()
    assert formatted("%s: %s", "x", "y", request=request)["route"] == "cases/<str:reference>/"
    assert resolve  # the attribute's name is Django's own


def test_an_exception_says_its_type_and_places_and_not_its_words():
    try:
        raise ValueError("Key (surname)=(Marsden) exists already")
    except ValueError as error:
        line = formatted("it failed", error=(type(error), error, error.__traceback__))
    assert line["exception"] == "builtins.ValueError"
    assert "test_logs.py" in line["where"][0]
    assert "Marsden" not in json.dumps(line)


def test_a_database_statement_is_told_without_its_values():
    line = formatted(
        "(%.3f) %s; args=%s", 0.2, "SELECT", ("Marsden",), name="django.db.backends", duration=0.2
    )
    assert line["message"] == "query, 0.200 s"


def test_each_request_has_a_number_that_its_lines_and_its_answer_carry(rf):
    seen = []

    def view(request):
        seen.append(formatted("within")["request"])
        return HttpResponse()

    answer = RequestIdMiddleware(view)(rf.get("/"))
    assert answer.headers["X-Request-ID"] == seen[0]
    assert "request" not in formatted("without")
