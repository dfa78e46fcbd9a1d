"""Two tables of reasons: those that say nothing, and those a clerk may honestly write. Every one was made up."""

VAGUE = [
    line
    for line in """
Vì lý do khách quan
vì lý do khách quan.
VÌ LÝ DO KHÁCH QUAN nên hồ sơ bị chậm
Do lý do khách quan, kính mong ông bà thông cảm!
Vì một số lý do khách quan nên chưa trả kết quả đúng hẹn
Do nguyên nhân khách quan, ngoài ý muốn của đơn vị
Do điều kiện khách quan nên hồ sơ chưa giải quyết kịp thời
Vì lý do khách quan và chủ quan
Do cả nguyên nhân chủ quan và khách quan nên hồ sơ trễ hạn
Vì lý do bất khả kháng
Do bất khả kháng nên chưa giải quyết xong hồ sơ cho ông bà
Do công việc nhiều, mong ông/bà thông cảm
Do khối lượng công việc nhiều
Do khối lượng công việc lớn nên chưa giải quyết kịp hồ sơ
Vì quá nhiều việc nên chưa kịp giải quyết hồ sơ của ông bà
Do bận nhiều việc nên hồ sơ bị chậm trễ
Do bận công tác nên chưa giải quyết được hồ sơ
Cán bộ bận công việc nên hồ sơ bị chậm
Do số lượng hồ sơ nhiều
Do lượng hồ sơ quá nhiều nên giải quyết chưa kịp
Do quá tải nên hồ sơ chưa được giải quyết
Hồ sơ này có tính chất phức tạp nên cần thêm thời gian để giải quyết
Chúng tôi xin lỗi ông bà vì sự chậm trễ này và sẽ khắc phục sớm nhất
Hồ sơ trễ hạn
Hồ sơ bị trễ hạn nên xin gia hạn thêm thời gian
Hồ sơ bị chậm so với thời gian quy định
Hồ sơ chưa giải quyết xong nên cần thêm thời gian
Cần thêm thời gian để giải quyết hồ sơ theo quy định
Cần có thêm thời gian xem xét, giải quyết
Xin thêm thời gian để xử lý hồ sơ
Hồ sơ đang trong quá trình giải quyết
Hồ sơ đang được xem xét, giải quyết theo quy định
Đang xử lý hồ sơ, xin ông bà vui lòng chờ thêm
Chưa giải quyết kịp thời hạn quy định, mong ông bà thông cảm
Chưa có kết quả giải quyết hồ sơ nên chưa trả được
Chưa trả kết quả đúng hẹn cho ông bà được
Đơn vị chưa giải quyết xong hồ sơ của ông bà đúng thời hạn
Do một số vướng mắc trong quá trình giải quyết hồ sơ
Do có khó khăn, vướng mắc nên chậm trả kết quả
Do gặp một số khó khăn trong quá trình giải quyết hồ sơ
Vì nhiều lý do khác nhau
Do nhiều nguyên nhân khác nhau nên hồ sơ chưa xong
Vì lý do nội bộ của cơ quan
Vì lý do công việc của cơ quan
Vì lý do kỹ thuật
Do sự cố kỹ thuật
Do lỗi hệ thống
Vì lý do riêng của cán bộ giải quyết hồ sơ
Vì lý do cá nhân của cán bộ
Lý do khác
Không rõ lý do
Như đã trình bày ở trên, mong ông bà thông cảm và chờ đợi
Kính mong ông bà thông cảm cho sự chậm trễ này
Rất mong được ông bà thông cảm, chia sẻ với cơ quan
Xin lỗi ông bà vì sự chậm trễ trong quá trình giải quyết hồ sơ
Cơ quan xin trân trọng xin lỗi ông bà về sự chậm trễ này
Mong Ông/Bà/Tổ chức thông cảm vì sự chậm trễ này
Vì lý do phát sinh ngoài dự kiến
Do phát sinh ngoài ý muốn nên chưa trả kết quả đúng hạn
Do tình hình thực tế tại địa phương
Theo tình hình thực tế của đơn vị nên hồ sơ bị chậm
Theo yêu cầu công việc của cơ quan, đơn vị
Theo chỉ đạo của lãnh đạo đơn vị
a a a a a a a a a a
chậm chậm chậm chậm chậm chậm chậm
...... ------ ,,,,,, !!!!!!
asdf asdf asdf asdf asdf asdf asdf
1 2 3 4 5 6 7 8 9 10
Vi ly do khach quan nen ho so bi cham tre
Do lý do khách quan, do công việc nhiều, do bận công tác, mong ông bà thông cảm
Vì hoàn cảnh khách quan nên hồ sơ chưa được trả
Do nhiều yếu tố tác động nên hồ sơ của ông bà bị trễ
Vì công việc cuối năm dồn dập nên chưa kịp giải quyết
Do trục trặc trong khâu xử lý nên chưa có kết quả
Do sơ suất trong quá trình xử lý hồ sơ
Xin ông bà thông cảm cho cơ quan chúng tôi lần này
Hồ sơ của ông bà cần được kiểm tra kỹ hơn trước khi trả
Do thiếu sót của bộ phận chuyên môn
Do lý do từ phía cơ quan có thẩm quyền
Hồ sơ phức tạp nên cần thêm thời gian để nghiên cứu
Vì lý do đặc biệt nên đơn vị chưa thể trả kết quả
Do hoàn cảnh đặc thù của đơn vị
Đơn vị đang khẩn trương hoàn thiện hồ sơ để trả ông bà
Do phải chờ đợi các bên liên quan
Do công tác phối hợp giữa các đơn vị còn chậm
Hồ sơ còn một số nội dung cần làm rõ
Do quy trình có nhiều bước nên mất nhiều thời gian
Đơn vị nhận khuyết điểm và sẽ rút kinh nghiệm
Do sự việc ngoài tầm kiểm soát của đơn vị
Vì các lý do trên nên xin gia hạn
""".splitlines()
    if line
]
HONEST = [
    line
    for line in """
Chưa nhận được kết quả trích lục của chi nhánh đăng ký đất đai.
Máy chủ phần mềm một cửa hỏng từ ngày 18/11 đến 19/11
Vì lý do khách quan: mưa lũ làm sạt đường vào thôn nên chưa đo đạc được thửa đất
Công chức địa chính nghỉ ốm từ 12/11 đến 18/11 mà chưa bố trí người thay.
Chờ văn bản trả lời của Chi cục Thuế, đã đôn đốc ngày 16/11.
Chưa có phiếu chuyển thông tin nghĩa vụ tài chính từ cơ quan thuế.
Sở Tư pháp chưa gửi kết quả tra cứu lý lịch tư pháp.
Công an tỉnh chưa trả lời xác minh nhân thân theo công văn ngày 10/11.
Phải đo đạc lại thửa đất vì ranh giới chưa khớp bản đồ.
Ranh giới thửa đất đang tranh chấp, xã mời hai hộ hòa giải ngày 20/11.
Đường truyền tới kho dữ liệu hộ tịch bị đứt trong hai ngày.
Phần mềm hộ tịch không kết nối được cơ sở dữ liệu dân cư từ ngày 17/11.
Cán bộ tiếp nhận nhập sai ngày hẹn, ghi 16/11 thay vì 23/11.
Bộ phận Một cửa chuyển hồ sơ sang phòng chuyên môn chậm ba ngày.
Cán bộ thụ lý để sót hồ sơ khi bàn giao công việc.
Bão số 9 làm mất điện trụ sở từ ngày 14 đến ngày 16/11.
Ngập lụt nên không vào được hiện trường để kiểm tra công trình.
Xã phải tiêm phòng dịch tả lợn nên công chức thú y chưa thẩm định được trang trại.
Số hồ sơ đất đai tháng này gấp ba lần, phòng chỉ có một công chức.
Phòng Kinh tế thiếu hai biên chế, hồ sơ xây dựng dồn lại từ tháng 10.
Lãnh đạo ký hồ sơ đi công tác, chưa ủy quyền người ký thay.
Chữ ký số của Chủ tịch hết hạn ngày 15/11, đang chờ cấp lại.
Giấy chứng nhận in sai tên nên phải in lại phôi.
Hết phôi giấy chứng nhận, Sở sẽ cấp phôi mới ngày 24/11.
Phải lấy ý kiến khu dân cư về trợ cấp, thôn họp ngày 21/11.
Hội đồng xét duyệt trợ cấp xã hội chỉ họp ngày 25 hằng tháng.
Phải niêm yết công khai đủ 15 ngày theo quy định về thừa kế đất.
Bưu điện làm thất lạc túi hồ sơ gửi chi nhánh, đang lập lại.
Bản vẽ thiếu chữ ký đơn vị tư vấn, đơn vị đã ký lại ngày 18/11.
Chưa xác minh được nơi cư trú trước đây ở tỉnh khác.
UBND phường nơi cư trú cũ chưa trả lời về tình trạng hôn nhân.
Đang chờ Sở Xây dựng góp ý về chỉ giới đường đỏ.
Thửa đất nằm trong quy hoạch mới, phải xin ý kiến Phòng Kinh tế.
Bản đồ địa chính cũ rách, phải trích đo ngoài thực địa.
Máy đo của chi nhánh hỏng, mượn được máy ngày 22/11.
Máy in phôi bị hỏng đầu in, kỹ thuật viên đến ngày 19/11.
Hệ thống thanh toán trực tuyến chưa báo lệ phí đã nộp.
Kho bạc chưa xác nhận tiền sử dụng đất của hộ.
Cơ quan bảo hiểm xã hội chưa chuyển danh sách đóng của người lao động.
Trung tâm y tế chưa gửi kết quả giám định mức độ khuyết tật.
Nhà trường chưa gửi bản sao học bạ gốc để đối chiếu.
Hai đơn vị chưa thống nhất được ai có thẩm quyền cấp phép.
Chuyển nhầm hồ sơ sang xã cũ sau khi sáp nhập, nay đã lấy lại.
Dữ liệu sau sáp nhập xã chưa chuyển xong nên không tra được sổ gốc.
Sổ đăng ký khai sinh năm 1986 bị mối mọt, phải tìm ở kho lưu trữ tỉnh.
Văn thư phát hành nhầm số nên phải thu về đóng dấu lại.
Người thẩm định cũ nghỉ hưu, người mới nhận việc ngày 17/11.
Công chức hộ tịch dự tập huấn tại tỉnh ba ngày, không có người thay.
Hiện trường có công trình chưa tháo dỡ nên tổ kiểm tra phải hẹn lại.
Chủ hộ liền kề vắng nhà nên chưa ký giáp ranh được.
Kết quả đo có sai lệch 12 m2 so với giấy cũ, phải kiểm tra lại.
Thiếu biên bản kiểm tra phòng cháy của Công an, đã đề nghị gấp.
Đoàn kiểm tra an toàn thực phẩm của tỉnh lùi lịch sang 26/11.
Bản án chưa có hiệu lực nên phải chờ tòa án xác nhận.
Quyết định hưởng trợ cấp bị trả lại vì căn cứ pháp lý đã thay thế.
Do bận công tác phòng chống bão số 9, tổ thẩm định chưa đến được thôn.
Do công việc nhiều dịp cuối năm, một cán bộ phải thụ lý 140 hồ sơ đất đai.
Sự cố kỹ thuật ở máy chủ tỉnh ngày 18/11 làm mất bản quét hồ sơ.
Lỗi hệ thống định danh điện tử làm không ký số được từ 17/11.
Chúng tôi quên chuyển hồ sơ cho phòng chuyên môn sau khi nhận.
Đơn vị tính sai thời hạn: lấy 10 ngày thay vì 15 ngày làm việc.
Mẫu đất gửi Trung tâm quan trắc ngày 5/11 chưa có kết quả phân tích.
Cầu Mẫu Hai hỏng, đoàn đo đạc phải đi vòng sang tuần sau.
Con dấu của xã gửi khắc lại sau sáp nhập, ngày 23/11 mới có.
Công chức tư pháp nghỉ thai sản, người thay chưa có quyền ký số.
Tòa án huyện chưa gửi bản án ly hôn để ghi chú.
Cây đổ chắn đường vào khu đất, tổ đo chưa tới được.
Chủ đầu tư nộp bản vẽ thiếu mặt cắt, đã bổ sung ngày 17/11.
Hệ thống dịch vụ công báo lỗi khi ký duyệt, đã báo VNPT.
Kết quả khám sức khỏe của bệnh viện huyện về chậm.
Giá đất mới chưa được tỉnh ban hành nên chưa tính được thuế.
Thiếu phôi bằng do Sở cấp chậm.
Nhân viên bưu chính giao nhầm địa chỉ, đang phát lại.
Cuộc họp hội đồng hoãn vì bão.
Xã đang chuyển trụ sở, tủ hồ sơ gốc chưa mở được.
Phòng Văn hóa chưa có ý kiến về biển quảng cáo.
Cán bộ thẩm định bị tai nạn ngày 12/11.
Cần xác minh thêm nguồn gốc đất với dòng họ.
Hồ sơ giấy bị ướt trong đợt lụt, phải chụp lại.
Người ký nghỉ phép, quyết định ủy quyền ban hành ngày 20/11.
Mất điện toàn xã hai ngày.
Kế toán chưa đối chiếu được biên lai lệ phí.
Tổ kiểm tra thực địa chỉ đi thứ Năm hằng tuần.
""".splitlines()
    if line
]

HELD_OUT_VAGUE = [
    line
    for line in """
Do cơ quan đang sắp xếp lại nhân sự
Vì có nhiều thay đổi trong thời gian qua nên chậm trả kết quả
Việc giải quyết hồ sơ còn nhiều bất cập
Do thủ tục hành chính rườm rà nên mất thời gian
Chúng tôi đã cố gắng hết sức nhưng chưa kịp
Do công chức phụ trách chưa hoàn thành nhiệm vụ
Vì lý do sức ép công việc quá lớn
Hồ sơ phải qua nhiều cấp, nhiều ngành nên chậm
Do tính chất hồ sơ nên cần thời gian dài hơn
Mong quý ông bà cảm thông và tiếp tục tin tưởng cơ quan
Do nhầm lẫn đáng tiếc của bộ phận giải quyết
Do trở ngại không lường trước được
Cán bộ giải quyết hồ sơ vắng mặt
Vì hồ sơ tồn đọng nhiều từ trước
Đơn vị đang tích cực đôn đốc để sớm có kết quả
""".splitlines()
    if line
]
HELD_OUT_HONEST = [
    line
    for line in """
Chủ tịch xã đi họp tỉnh ba ngày, chưa ủy quyền ký.
Bản sao giấy khai sinh ố mờ, không đọc được số.
Chưa liên lạc được với chủ đất giáp ranh.
Máy quét tại quầy hỏng từ thứ Hai.
Tin nhắn mã xác thực không tới được điện thoại của người ký.
Sở Nội vụ trả lại danh sách vì sai ngày sinh.
Đang đợi biên bản của đội quản lý thị trường.
Vùng trồng bị ngập, chưa lấy được mẫu nước.
Trạm biến áp nổ, trụ sở mất điện hai hôm.
Trung tâm lưu trữ đóng cửa để khử mối.
Quyết định phân cấp mới chưa có hiệu lực.
Người thụ lý nghỉ cưới, quên bàn giao.
Hồ sơ có hai thửa trùng số trên bản đồ.
Chi nhánh trích đo nhầm thửa, phải đo lại.
Người nộp khai sai số giấy tờ, tra không ra.
""".splitlines()
    if line
]
