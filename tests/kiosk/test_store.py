"""When the store is slow, or deleted under a running app: nobody is thanked for what is not there."""

from __future__ import annotations

from playwright.sync_api import expect

from feedback.answers.rules.completeness import Numbers
from tests.kiosk.hall import LONG, PIN, Glass, Hall

DELETE = """() => new Promise((resolve) => {
  const request = indexedDB.deleteDatabase("lang-nghe-hang-doi");
  request.onsuccess = request.onerror = () => resolve(true);
})"""

HOLD_BACK = """() => {
  const real = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (row) {
    const request = real.call(this, row);
    window.asked = true;
    const wait = () => { if (!window.free) { const again = this.get(row.seq); again.onsuccess = wait; } };
    request.addEventListener("success", wait);
    IDBObjectStore.prototype.add = real;
    return request;
  };
}"""
"""The transaction of the next answer stays open until `window.free`."""


def test_a_store_deleted_in_the_middle_of_an_answer_keeps_that_answer_and_names_the_others(tablet: Glass, hall: Hall):
    before = hall.sheets()
    hall.line.is_down = True
    for _ in range(2):
        tablet.answer("Hài lòng")
        tablet.next_person()
    tablet.tap("Rất không hài lòng")
    tablet.screen("reasons")
    gone = [row["seq"] for row in tablet.queue()][:2]
    tablet.page.evaluate(DELETE)
    tablet.page.locator(".chip").first.click()
    tablet.tap("Tiếp tục")
    tablet.screen("late")
    tablet.tap("Bỏ qua")
    tablet.screen("thanks")
    assert [row["seq"] for row in tablet.queue()] == [gone[-1] + 1]
    tablet.next_person()
    tablet.answer("Rất hài lòng")
    tablet.next_person()
    hall.line.is_down = False
    tablet.drained()
    tablet.sync()
    assert [sheet.overall for sheet in hall.new_sheets(before)] == [1, 5]
    assert hall.numbers(tablet.id)[-2:] == [gone[-1] + 1, gone[-1] + 2]
    assert hall.quarantined(tablet.id) == []
    assert hall.book(tablet.id).missing == (Numbers(gone[0], gone[1]),)


def test_whoever_leaves_before_a_slow_store_is_done_is_counted_and_the_next_person_is_heard(tablet: Glass, hall: Hall):
    before, page = hall.sheets(), tablet.page
    page.evaluate(HOLD_BACK)
    tablet.tap("Bình thường")
    page.wait_for_function("() => window.asked", timeout=LONG)
    page.evaluate("() => { dispatchEvent(new Event('pagehide')); }")
    tablet.tap("Hài lòng")
    page.evaluate("() => { window.free = true; }")
    tablet.screen("reasons")
    tablet.tap("Bỏ qua")
    tablet.tap("Bỏ qua")
    tablet.screen("thanks")
    tablet.drained()
    assert [sheet.overall for sheet in hall.new_sheets(before)] == [3, 4]


def test_the_state_of_the_tablet_follows_what_happens_while_staff_look(tablet: Glass, hall: Hall):
    hall.line.is_down = True
    tablet.answer("Hài lòng")
    tablet.next_person()
    tablet.page.locator(".corner").focus()
    tablet.page.keyboard.press("Enter")
    tablet.screen("pin")
    for digit in PIN:
        tablet.page.keyboard.press(digit)
    tablet.screen("health")
    waits = tablet.page.locator('[data-fact="queue"]')
    expect(waits).to_have_text("1")
    hall.line.is_down = False
    tablet.drained()
    expect(waits).to_have_text("0", timeout=LONG)
