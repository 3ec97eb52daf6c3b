"""The SQL of people search, as migration 0001 lays it down. A later change is a new migration with
its own text; this file stays as it is.

`people_fold`, `people_name_words` and `people_word_keys` are IMMUTABLE: generated columns are made
of them. unaccent() itself is only STABLE, since its dictionary may be named by a setting; here it is
named outright. Everything is in the schema `public`, named outright, so that a restore works
whatever the search path.
"""

FOLD = r"""
-- One spelling for comparing: composed, without accents, small letters, without apostrophes and
-- without marks that cannot be seen. pg_c_utf8 makes letters small in every script, whatever
-- locale the database was made with.
CREATE FUNCTION public.people_fold(typed text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN translate(
        lower(
            public.unaccent('public.unaccent'::regdictionary, normalize(typed, NFKC))
            COLLATE "pg_c_utf8"
        ),
        U&'''`\00B4\02B9\02BC\2018\2019\2032\00AD\200B\200C\200D\200E\200F\202A\202B\202C\202D\202E\2060\2066\2067\2068\2069\FEFF',
        ''
    );
"""

NAME_WORDS = r"""
-- The words of all names, each once: single words, neighbours run together ("Anne Marie" is found
-- as "annemarie", "Smith-Jones" as "smithjones"), and first letters, so that "J Smith" works.
CREATE FUNCTION public.people_name_words(forename text, surname text, known_as text[]) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
    name text;
    bits text[];
    words text[] := '{}';
    n int;
BEGIN
    FOREACH name IN ARRAY ARRAY[forename, surname] || known_as LOOP
        bits := array_remove(
            regexp_split_to_array(
                public.people_fold(name) COLLATE "pg_c_utf8", '[[:space:][:punct:]$+<=>^|~]+'
            ),
            ''
        );
        n := cardinality(bits);
        words := words || bits;
        FOR i IN 1 .. n LOOP
            words := words || left(bits[i], 1);
            IF i < n THEN
                words := words || (bits[i] || bits[i + 1]);
            END IF;
        END LOOP;
        IF n > 2 THEN
            words := words || array_to_string(bits, '');
        END IF;
    END LOOP;
    RETURN ARRAY(SELECT DISTINCT word FROM unnest(words) AS word ORDER BY word);
END $$;
"""

WORD_KEYS = r"""
-- What a word looks and sounds like. Itself, and itself with each letter left out in turn: two
-- words one slip apart (a letter dropped, doubled, changed or swapped with the next) share one of
-- these. 'M…' double metaphone, 'D…' Daitch-Mokotoff; both know the letters a to z only.
CREATE FUNCTION public.people_word_keys(word text) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    keys text[] := ARRAY[word];
BEGIN
    IF length(word) BETWEEN 3 AND 40 THEN
        FOR i IN 1 .. length(word) LOOP
            keys := keys || overlay(word placing '' from i for 1);
        END LOOP;
    END IF;
    IF word COLLATE "C" ~ '^[a-z]+$' THEN
        keys := keys
            || array_remove(
                ARRAY['M' || public.dmetaphone(word), 'M' || public.dmetaphone_alt(word)], 'M'
            )
            || ARRAY(SELECT 'D' || code FROM unnest(public.daitch_mokotoff(word)) AS code);
    END IF;
    RETURN ARRAY(SELECT DISTINCT key FROM unnest(keys) AS key);
END $$;
"""

REFERENCE = """
CREATE SEQUENCE public.people_reference START 100001;
CREATE FUNCTION public.people_next_reference() RETURNS text
    LANGUAGE sql VOLATILE RETURN 'P' || nextval('public.people_reference');
"""

COLUMN = """
ALTER TABLE people_person ADD COLUMN name_words text[]
    GENERATED ALWAYS AS (public.people_name_words(forename, surname, known_as)) STORED;
-- fastupdate off: a search never has to read through a list of rows still to be indexed
CREATE INDEX person_name_words ON people_person USING gin (name_words) WITH (fastupdate = off);
"""

LEARN = """
-- New words of names go into the word list with the row that brings them, also in bulk.
CREATE FUNCTION public.people_learn_words_of_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.people_nameword (word)
    SELECT word
    FROM (SELECT DISTINCT unnest(name_words) AS word FROM added) AS words
    WHERE length(word) > 1
        AND NOT EXISTS (SELECT FROM public.people_nameword AS known WHERE known.word = words.word);
    RETURN NULL;
END $$;

CREATE FUNCTION public.people_learn_words_of_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.people_nameword (word)
    SELECT word FROM unnest(NEW.name_words) AS words (word)
    WHERE length(word) > 1
        AND NOT EXISTS (SELECT FROM public.people_nameword AS known WHERE known.word = words.word);
    RETURN NULL;
END $$;

CREATE TRIGGER people_person_words_of_new
    AFTER INSERT ON people_person REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION public.people_learn_words_of_new();

CREATE TRIGGER people_person_words_of_changed
    AFTER UPDATE ON people_person FOR EACH ROW
    WHEN (OLD.name_words IS DISTINCT FROM NEW.name_words)
    EXECUTE FUNCTION public.people_learn_words_of_changed();
"""

FORGET = """
DROP TRIGGER people_person_words_of_changed ON people_person;
DROP TRIGGER people_person_words_of_new ON people_person;
DROP FUNCTION public.people_learn_words_of_changed();
DROP FUNCTION public.people_learn_words_of_new();
"""
