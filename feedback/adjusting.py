"""Everything an office may set for itself, in the order the page and the command show it.

Each value that differs by province or year stands here with its usual value and the ground of it: what no rule fixes
says so. A slice asks with `organisation.queries.get_setting`; a guard compares both lists.
"""

from __future__ import annotations

from feedback.answers.jobs import RAW_DAYS
from feedback.answers.queries.codes import DAYS_SETTING
from feedback.answers.rules.codes import DAYS
from feedback.apologies.actions.drafting import PUBLIC_DAYS, PUBLIC_DAYS_DEFAULT
from feedback.apologies.actions.escalating import UNSIGNED_DAYS, UNSIGNED_DAYS_DEFAULT
from feedback.apologies.actions.sending import HAND_OVER_HOURS, HAND_OVER_HOURS_DEFAULT
from feedback.apologies.queries.deliveries import ENOUGH
from feedback.apologies.queries.facts import PAPER, PLACE
from feedback.apologies.queries.messages import MARKS
from feedback.apologies.queries.signing import TOKEN, WAY
from feedback.apologies.rules.signatures import WAY_WORDS, SignatureWay
from feedback.foundation.settings import Settings
from feedback.organisation.rules.adjustable import Adjustable, ValueKind
from feedback.records.actions.reading import CODE_PATTERN
from feedback.records.queries.clocks import SUPPLEMENT_CLOCK
from feedback.records.queries.late import SOON_DAYS, WARN_DAYS
from feedback.records.rules import DEFAULT_CODE_PATTERN
from feedback.records.rules.effective import Restart
from feedback.scoring.rules.shares import MIN_JUDGED, MIN_SHOWN
from feedback.working_calendar.queries import CUTOFF_FOR_ALL, DUE_POLICY, SAME_DAY_CUTOFF
from feedback.working_calendar.rules import Counting

CLOCK, FILES, APOLOGIES, ANSWERS, REPORTS = "Tính hạn", "Hồ sơ", "Xin lỗi", "Ý kiến người dân", "Báo cáo"
OURS = "chưa thấy văn bản nào quy định; giá trị của chương trình"

ADJUSTABLE: tuple[Adjustable, ...] = (
    Adjustable(
        key=DUE_POLICY,
        group=CLOCK,
        label="Hạn N ngày làm việc kết thúc lúc nào",
        help="Đổi ở đây thì hạn tính từ lần nạp sau theo cách mới; hạn đã ghi trên giấy hẹn không đổi.",
        kind=ValueKind.CHOICE,
        default=Counting.SAME_CLOCK.value,
        choices={
            Counting.SAME_CLOCK.value: "Cùng giờ tiếp nhận của ngày thứ N",
            Counting.END_OF_LAST_DAY.value: "Hết giờ làm việc của ngày thứ N, không tính ngày tiếp nhận",
        },
        source="cách in của phần mềm một cửa; BLDS 2015 Điều 147.2, 148.1 cho cách thứ hai",
    ),
    Adjustable(
        key=SAME_DAY_CUTOFF,
        group=CLOCK,
        label="Giờ cuối tiếp nhận của thủ tục trả trong ngày",
        help="Hồ sơ nhận sau giờ này thì trả trong ngày làm việc kế tiếp.",
        kind=ValueKind.CLOCK,
        default="15:00",
        source="NĐ 61/2018/NĐ-CP Điều 18.2",
    ),
    Adjustable(
        key=CUTOFF_FOR_ALL,
        group=CLOCK,
        label="Áp dụng giờ cuối ấy cho mọi thủ tục",
        help="Có: hồ sơ nhận sau giờ cuối được tính như nhận đầu ngày làm việc kế tiếp.",
        kind=ValueKind.YES_NO,
        default=False,
        source="tùy quy chế của tỉnh; mặc định chỉ áp dụng cho thủ tục trả trong ngày",
    ),
    Adjustable(
        key=SUPPLEMENT_CLOCK,
        group=CLOCK,
        label="Bổ sung xong thì hạn tính thế nào",
        help="Hai cách đọc cùng có trong văn bản; trang hồ sơ ghi rõ đang dùng cách nào.",
        kind=ValueKind.CHOICE,
        default=Restart.PAUSE.value,
        choices={
            Restart.PAUSE.value: "Cộng thêm thời gian đã chờ bổ sung",
            Restart.ANEW.value: "Tính lại cả thời hạn từ lúc bổ sung xong",
        },
        source="QĐ 766/QĐ-TTg mục 2.1 (trừ thời gian bổ sung); NĐ 61/2018/NĐ-CP Điều 19.4 cho cách thứ hai",
    ),
    Adjustable(
        key=CODE_PATTERN,
        group=FILES,
        label="Dạng mã hồ sơ được nhận",
        help="Biểu thức chính quy. Mã không đúng dạng bị từ chối khi nạp, kèm số dòng.",
        kind=ValueKind.PATTERN,
        default=DEFAULT_CODE_PATTERN,
        source="TT 01/2018/TT-VPCP Điều 19 và các mã thấy năm 2026",
        everybody_only=True,
    ),
    Adjustable(
        key=WARN_DAYS,
        group=FILES,
        label="Báo trước hồ sơ sắp đến hạn (số ngày làm việc)",
        help="Danh sách mỗi sáng, trang đầu và trang Sắp trễ kể những hồ sơ đến hạn trong chừng ấy ngày làm việc.",
        kind=ValueKind.NUMBER,
        default=SOON_DAYS,
        lowest=1,
        highest=30,
        source=OURS,
    ),
    Adjustable(
        key=UNSIGNED_DAYS,
        group=APOLOGIES,
        label="Số ngày làm việc chờ duyệt trước khi báo cấp trên",
        help="Dự thảo phiếu xin lỗi chưa được duyệt sau chừng ấy ngày thì cấp trên biết, một lần.",
        kind=ValueKind.NUMBER,
        default=UNSIGNED_DAYS_DEFAULT,
        lowest=1,
        highest=30,
        source=OURS,
    ),
    Adjustable(
        key=PUBLIC_DAYS,
        group=APOLOGIES,
        label="Số ngày công khai một lời xin lỗi",
        help="Hết số ngày này dòng rời trang công khai; phiếu vẫn được lưu.",
        kind=ValueKind.NUMBER,
        default=PUBLIC_DAYS_DEFAULT,
        lowest=7,
        highest=730,
        source=OURS,
    ),
    Adjustable(
        key=HAND_OVER_HOURS,
        group=APOLOGIES,
        label="Số giờ làm việc để trao phiếu tận tay",
        help="Tính từ lúc duyệt. Quá số giờ này mà chưa trao thì người đứng đầu biết, một lần.",
        kind=ValueKind.NUMBER,
        default=HAND_OVER_HOURS_DEFAULT,
        lowest=1,
        highest=80,
        source=OURS,
    ),
    Adjustable(
        key=ENOUGH,
        group=APOLOGIES,
        label="Thư hoặc tin nhắn đã đến thì không cần trao bản giấy",
        help="Không: vẫn in và trao tại quầy dù thư điện tử hay tin nhắn đã đến.",
        kind=ValueKind.YES_NO,
        default=False,
        source="NĐ 61/2018/NĐ-CP Điều 19.9 cho gửi qua thư điện tử, tin nhắn; có đủ hay không do tỉnh quyết định",
    ),
    Adjustable(
        key=MARKS,
        group=APOLOGIES,
        label="Tin nhắn SMS viết có dấu",
        help="Có dấu: mỗi phần 70 chữ cái thay vì 160, nên tốn hơn.",
        kind=ValueKind.YES_NO,
        default=False,
        source=OURS,
    ),
    Adjustable(
        key=PLACE,
        group=APOLOGIES,
        label="Địa danh ghi trên phiếu",
        help="Mặc định là tên xã, phường của đơn vị.",
        kind=ValueKind.TEXT,
        default="",
        source="NĐ 30/2020/NĐ-CP Phụ lục I",
    ),
    Adjustable(
        key=WAY,
        group=APOLOGIES,
        label="Cách ký phiếu",
        help="Ký số cần chứng thư đã đăng ký cho người ký (trang của đơn vị, mục Ký phiếu) và chứng thư gốc tin cậy.",
        kind=ValueKind.CHOICE,
        default=SignatureWay.PAPER.value,
        choices=WAY_WORDS,
        source="Mẫu 04 ghi “Ký và ghi rõ họ tên”; chữ ký số theo NĐ 30/2020/NĐ-CP Phụ lục I",
    ),
    Adjustable(
        key=TOKEN,
        group=APOLOGIES,
        label="Nhãn thiết bị ký số (PKCS#11)",
        help="Chỉ dùng khi ký bằng thiết bị cắm ở máy chủ; quản trị viên đặt FEEDBACK_SIGN_PKCS11_MODULE.",
        kind=ValueKind.TEXT,
        default="",
        source=OURS,
    ),
    Adjustable(
        key=PAPER,
        group=APOLOGIES,
        label="Khổ giấy của phiếu",
        help="Mẫu 04 trước 2025 in khổ A5; khổ giấy của TT 03/2025 chưa thấy quy định.",
        kind=ValueKind.CHOICE,
        default="A4",
        choices={"A4": "A4", "A5": "A5"},
        source="NĐ 30/2020/NĐ-CP Phụ lục I (A4); TT 01/2018/TT-VPCP (A5)",
    ),
    Adjustable(
        key=DAYS_SETTING,
        group=ANSWERS,
        label="Số ngày dùng được của mã một lần",
        help="Hết hạn, mã quên hồ sơ của nó.",
        kind=ValueKind.NUMBER,
        default=DAYS,
        lowest=1,
        highest=180,
        source=OURS,
    ),
    Adjustable(
        key=RAW_DAYS,
        group=ANSWERS,
        label="Số ngày giữ bản gốc (đã niêm) của lời nhắn",
        help="Sau đó chỉ còn bản đã che số điện thoại, số định danh.",
        kind=ValueKind.NUMBER,
        default=Settings.model_fields["raw_comment_days"].default,
        lowest=1,
        highest=365,
        source="Luật 91/2025/QH15 Điều 3: chỉ giữ khi còn mục đích; số ngày do tỉnh đặt",
    ),
    Adjustable(
        key="reports.min_shown",
        group=REPORTS,
        label="Số phiếu ít nhất để hiện một tỷ lệ",
        help="Ít hơn thì báo cáo ghi “chưa đủ mẫu”. Không hạ được dưới 10.",
        kind=ValueKind.NUMBER,
        default=MIN_SHOWN,
        lowest=MIN_SHOWN,
        highest=1000,
        source=OURS + " (dưới 10 phiếu, tỷ lệ nhảy theo từng người)",
        everybody_only=True,
    ),
    Adjustable(
        key="reports.min_judged",
        group=REPORTS,
        label="Số phiếu ít nhất để so sánh, tô màu",
        help="Ít hơn thì tỷ lệ hiện kèm khoảng tin cậy, không xếp hạng.",
        kind=ValueKind.NUMBER,
        default=MIN_JUDGED,
        lowest=MIN_JUDGED,
        highest=5000,
        source=OURS,
        everybody_only=True,
    ),
)

KEPT_ELSEWHERE = {
    "apology_form": "trang Mẫu phiếu",
    "sealing_key_id": "dấu của khóa niêm; không ai đặt bằng tay",
}
"""Settings that are no matter of typing a value: key → where they are kept."""
