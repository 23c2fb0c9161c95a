"""Secrets in settings are found wherever they stand, and no setting is taken for one."""

import pytest
from pydantic import BaseModel

from audits import settings
from audits.domain.exposure import exposed_places, refusals_of


WORD = "hunter2"


@pytest.mark.parametrize(
    ("said", "where", "instead"),
    [
        ({"vault_key": WORD}, "vault_key", "AUDITS_VAULT_KEY"),
        ({"delivery_token": WORD}, "delivery_token", "AUDITS_DELIVERY_TOKEN"),
        ({"database": f"postgresql+psycopg://a:{WORD}@db/audits"}, "database", "PGPASSWORD"),
        ({"database": f"postgresql://a:{WORD}/x@db/audits"}, "database", "PGPASSWORD"),
        ({"database": f"postgresql://a@db/b?sslmode=require&password={WORD}"}, "database",
         "PGPASSWORD"),
        ({"database": f"postgresql://a@db/b?sslpassword={WORD}"}, "database", "PGPASSWORD"),
        ({"prefect_api_url": f"https://audits:{WORD}@prefect.example/api"}, "prefect_api_url",
         "PREFECT_API_AUTH_STRING"),
        ({"channels": {"nhs-mail": {"secret": WORD}}}, "channels.nhs-mail",
         "AUDITS_CHANNELS_NHS_MAIL_SECRET"),
        ({"channels": {"mail": {"Password": WORD}}}, "channels.mail",
         "AUDITS_CHANNELS_MAIL_SECRET"),
        ({"channels": {"mail": {"oauth": {"refresh_token": WORD}}}}, "channels.mail",
         "AUDITS_CHANNELS_MAIL_SECRET"),
        ({"channels": {"notify": {"api-key": WORD}}}, "channels.notify",
         "AUDITS_CHANNELS_NOTIFY_SECRET"),
        ({"channels": {"notify": {"address": f"https://x:{WORD}@n.example"}}}, "channels.notify",
         "AUDITS_CHANNELS_NOTIFY_SECRET"),
        ({"inboxes": {"mail": {"logins": [{"user": "a", "passwd": WORD}]}}}, "inboxes.mail",
         "AUDITS_INBOXES_MAIL_SECRET"),
        ({"inboxes": {"mail": {"credentials": [WORD]}}}, "inboxes.mail",
         "AUDITS_INBOXES_MAIL_SECRET"),
        ({"provider": {"issuer": "https://id.example", "secret": WORD}}, "provider",
         "AUDITS_PROVIDER_SECRET"),
        ({"smtp_password": WORD}, "smtp_password", "docs/administrator.md says"),
    ],
)  # fmt: skip
def test_a_secret_is_refused_with_its_place_and_where_it_belongs(said, where, instead):
    [sentence] = refusals_of(said)
    assert sentence.startswith(f"The secret of {where} stands in audits.toml.")
    assert sentence.endswith(f" as {instead}.")
    assert WORD not in sentence


def test_all_are_told_at_once_and_each_once():
    mail = {"secret": WORD, "password": WORD}
    assert len(refusals_of({"vault_key": WORD, "channels": {"mail": mail}})) == 2


@pytest.mark.parametrize(
    "said",
    [
        {"database": "postgresql+psycopg://audits@db.example:5432/audits?sslmode=verify-full"},
        {"database": "postgresql://postgres:@/postgres?host=/tmp/x"},
        {"prefect_api_url": "https://prefect.example:4200/api"},
        {"contact": "the business unit, audits@board.example: 01632 960 000"},
        {"channels": {"password": {"kind": "folder", "root": "/srv/tokens"}}},
    ],
)
def test_what_is_no_secret_is_left_alone(said):
    assert refusals_of(said) == []


def test_no_setting_that_belongs_into_the_file_is_called_like_a_secret():
    names = {
        name
        for model in vars(settings).values()
        if isinstance(model, type) and issubclass(model, BaseModel)
        for name in model.model_fields
    }
    called = {place[0] for place in exposed_places(dict.fromkeys(names, "x"))}
    assert called == {"secret", "vault_key", "delivery_token"}
