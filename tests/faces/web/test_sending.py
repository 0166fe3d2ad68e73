"""How answers leave: tags, packing, what may be kept, names of files."""

import gzip

import pytest
from tests.faces.web.asked import asked

from leeway.faces.web.commands import Told
from leeway.faces.web.own_files import FILES, static_address
from leeway.faces.web.pages import view_of
from leeway.faces.web.queries import SurpriseQuery

PATH = "/ask/KAZ/RUS.json"
PLAIN = {"accept-encoding": "identity"}


def test_packed_and_not_packed_are_the_same(app):
    whole, packed = (
        asked(app, "GET", PATH, headers) for headers in (PLAIN, {"accept-encoding": "br, GZIP ; q=0.5"})
    )
    assert "content-encoding" not in whole[1]
    assert packed[1]["content-encoding"] == "gzip"
    assert gzip.decompress(packed[2]) == whole[2]
    assert len(packed[2]) < len(whole[2]) / 3
    assert whole[1]["vary"] == packed[1]["vary"] == "accept-encoding"
    assert packed[1]["etag"] == whole[1]["etag"][:-1] + '-gz"'


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "gzip; q=0.000, br", "x-gzip", "*"])
def test_nothing_is_packed_for_those_who_do_not_unpack(web, accepted):
    assert "content-encoding" not in web.get(PATH, headers={"accept-encoding": accepted}).headers


@pytest.mark.parametrize("packing", ["identity", "gzip"])
@pytest.mark.parametrize("written", ["{}", "W/{}", '"other", {}', "*", ' "a","b" , W/{}'])
def test_what_is_known_is_not_sent_again(web, packing, written):
    headers = {"accept-encoding": packing}
    first = web.get(PATH, headers=headers)
    again = web.get(PATH, headers={**headers, "if-none-match": written.format(first.headers["etag"])})
    assert again.status_code == 304
    assert again.content == b""
    for name in ("etag", "cache-control", "vary"):
        assert again.headers[name] == first.headers[name]
    assert "content-encoding" not in again.headers


@pytest.mark.parametrize("tag", ["", '"other"', "other", '""', "W/"])
def test_what_is_not_known_is_sent(web, tag):
    assert web.get(PATH, headers={"if-none-match": tag}).status_code == 200


def test_the_tag_of_one_packing_is_not_that_of_another(web):
    tag = web.get(PATH, headers=PLAIN).headers["etag"]
    assert web.get(PATH, headers={"if-none-match": tag, "accept-encoding": "gzip"}).status_code == 200


def test_a_problem_has_no_tag_and_is_not_kept(web):
    answer = web.get("/ask/KAZ/KAZ.json?since=2004", headers={"if-none-match": "*"})
    assert answer.status_code == 400
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


@pytest.mark.parametrize("name", FILES)
def test_own_files_are_kept_for_good_under_their_digest_alone(web, name):
    assert web.get(static_address(name)).headers["cache-control"] == "public, max-age=31536000, immutable"
    for other in (f"/static/{name}", f"/static/{name}?v=0", f"{static_address(name)}&v=1"):
        answer = web.get(other)
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["content-type"] == FILES[name]


def test_answers_are_asked_about_again(web):
    for path in (PATH, "/ask/KAZ/RUS", "/api/ask?a=KAZ&b=RUS", "/states"):
        assert web.get(path).headers["cache-control"] == "no-cache"


def test_names_of_files(web):
    answer = web.get("/ask/KAZ/RUS.csv?since=2004")
    assert answer.headers["content-disposition"] == 'inline; filename="leeway-ask-KAZ-RUS-since-2004.csv"'
    odd = web.get(
        "/surprise/KAZ/does%20not%20recognise%20DNR.csv?on=2022-06-17&venue=%D0%9C%22%0D%0A%5C..%2F%3B"
    )
    assert odd.status_code == 200
    assert odd.headers["content-disposition"] == (
        'inline; filename="leeway-surprise-KAZ-does-not-recognise-DNR-on-2022-06-17-venue----------.csv"'
    )
    long = Told("surprise", ("KAZ", "x" * 500), SurpriseQuery(), {}, [], (), "")
    assert len(view_of(long).file_name("csv")) == 104
