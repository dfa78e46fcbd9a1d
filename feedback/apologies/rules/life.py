"""What a notice's page says of each thing that happened to it."""

LIFE_WORDS = {
    "apology.expected": "Bộ phận Một cửa báo không kịp, dự thảo được lập",
    "apology.late": "Quá hạn, dự thảo được lập",
    "apology.fault": "Ghi nhận lỗi vào thư",
    "apology.withdrawal": "Lập dự thảo phiếu thu hồi",
    "apology.prepare": "Ghi lý do, nội dung",
    "apology.approve": "Duyệt, lấy số",
    "apology.sign": "Ký số",
    "apology.move_date": "Dời ngày hẹn vì đổi lịch nghỉ",
    "apology.renew_limit": "Giờ phải gửi phiếu theo hạn mới của hồ sơ",
    "apology.recheck": "Hạn của hồ sơ dời về sau khi phiếu đã duyệt: giao người đứng đầu xem lại",
    "apology.hand_over": "Giao việc in, ký và trao tại quầy",
    "apology.deliver": "Đến tay người nộp",
    "apology.not_arrived": "Tin nhắn đã báo tới, nay báo không tới: chưa đến tay người nộp",
    "apology.publish": "Đăng ở trang công khai",
    "apology.removal_asked": "Đề nghị gỡ dòng công khai",
    "apology.removal_refused": "Từ chối gỡ dòng công khai",
    "apology.unpublish": "Gỡ dòng công khai",
    "apology.close": "Khép: đã đến tay người nộp và hết thời gian công khai",
    "apology.withdraw": "Bị thu hồi",
    "apology.cancel": "Dự thảo không cần nữa",
    "apology.second": "Quá cả ngày hẹn mới, chuyển cấp trên",
}
"""Verb of the audit's note → words of the timeline."""
