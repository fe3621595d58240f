from django.http import HttpResponse

from gisapp.csp import apply_policy, make_nonce


def policy_of(response: HttpResponse) -> dict[str, str]:
    header = response["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


def test_everything_comes_from_this_server():
    policy = policy_of(apply_policy(HttpResponse(), nonce="abc"))
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert policy["script-src"] == "'self' 'nonce-abc'"
    assert "unsafe" not in str(policy)
    assert "http" not in str(policy)


def test_a_base_map_may_send_images_and_nothing_else(settings):
    settings.BASEMAP_URL = "https://{s}.tiles.example.org/{z}/{x}/{y}.png"
    policy = policy_of(apply_policy(HttpResponse(), nonce="abc"))
    assert policy["img-src"] == "'self' data: https://*.tiles.example.org"
    assert "example.org" not in policy["script-src"] + policy["connect-src"]


def test_nonces_differ():
    assert make_nonce() != make_nonce()
