"""Sign-in, accounts, the roles they hold and where, the sessions of signed-in browsers.

A *role* is a bundle of permissions put together by the website; a *grant* gives a role at a unit's subtree, at an area,
or everywhere. A *session* is a row: its opaque token lives in the browser, only the hash of it here.
"""
