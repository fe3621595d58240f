"""Who sees the pages of imports, and how staff sign in."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

ADDRESSES = ("/import", "/import/new", "/import/00000000-0000-4000-8000-000000000000/look")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_who_is_not_signed_in_is_led_to_do_so_and_back(address):
    page = Client().get(address)
    assert page.status_code == 302
    assert page["Location"] == f"/accounts/login?next={address}"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_others_than_staff_are_told_whom_to_ask(address):
    client = Client()
    client.force_login(get_user_model().objects.create_user("tamu", password="x"))
    page = client.get(address)
    assert page.status_code == 403
    text = page.content.decode()
    assert "“tamu”" in text
    assert 'action="/accounts/logout"' in text
    assert "'none'" in page["Content-Security-Policy"]


@pytest.mark.django_db
def test_signing_in_leads_to_where_one_wanted_to_go():
    get_user_model().objects.create_user("petugas", password="rahasia-dinas", is_staff=True)
    client = Client()
    asked = client.get("/accounts/login?next=/import/new")
    assert "unsafe" not in asked["Content-Security-Policy"]
    assert 'name="next" value="/import/new"' in asked.content.decode()
    form = {"username": "petugas", "password": "rahasia-dinas", "next": "/import/new"}
    assert client.post("/accounts/login", form)["Location"] == "/import/new"
    assert client.post("/accounts/login", {**form, "next": "https://example.org/"})["Location"] == "/import"


@pytest.mark.django_db
def test_a_wrong_password_is_told_at_the_fields():
    page = Client().post("/accounts/login", {"username": "petugas", "password": "salah"})
    text = page.content.decode()
    assert page.status_code == 200
    assert 'role="alert"' in text
    assert text.count('aria-invalid="true"') == 2
    assert 'value="petugas"' in text
    assert "salah" not in text


def test_a_name_that_is_markup_stays_text(db):
    page = Client().post("/accounts/login", {"username": '"><script>', "password": "x"})
    assert b"<script>&" not in page.content
    assert b'"><script>' not in page.content


def test_signing_out_leads_to_the_map(pages):
    assert pages.post("/accounts/logout")["Location"] == "/"
    assert pages.get("/import").status_code == 302


def test_the_bar_leads_everybody_to_the_data(client, province):
    assert '<a href="/import"' in client.get("/export").content.decode()
