"""The blueprint of accounts."""

from feedback.accounts.pages.blueprint import pages


def test_every_page_of_the_slice_hangs_on_it(app):
    assert app.blueprints["accounts"] is pages
    paths = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("accounts.")}
    assert {"/dang-nhap", "/dang-xuat", "/mat-khau", "/khoi-tao", "/tai-khoan", "/to-chuc/nap"} <= paths
