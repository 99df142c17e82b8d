"""Check 21: limits hold for all processes together, as they are counted in one place."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request

PAGE = "/accounts/login/"
TOO_MANY = "Too many failed login attempts"


def try_password(site, login, password):
    """Try a password as a browser without cookies does, and return the page that answers."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.open(site.url + PAGE).close()
    [token] = [cookie.value for cookie in jar]
    sent = {"csrfmiddlewaretoken": token, "login": login, "password": password}
    try:
        with browser.open(site.url + PAGE, urllib.parse.urlencode(sent).encode()) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.read().decode()


def test_21_guessing_is_stopped_by_whichever_process_is_asked(site):
    # Connections go to two processes; counted by each alone, seven would stop nobody.
    answers = [try_password(site, "whoever-it-is", f"wrong {number}") for number in range(7)]
    assert [TOO_MANY in answer for answer in answers] == 5 * [False] + 2 * [True]


def test_21_counters_that_are_lost_begin_anew_and_the_site_goes_on(site):
    site.run_sql("DELETE FROM mlmap_cache")
    assert TOO_MANY not in try_password(site, "whoever-it-is", "wrong again")
