"""Apologies for files that run over: who owes one until when, reason and new date, number, paper, public list.

Words: a *notice* (Phiếu xin lỗi và đề nghị gia hạn thời gian giải quyết, mẫu 04 TT 03/2025) is *expected* when the
desk says beforehand that a file will be late, *late* when the file ran over first; *second* is no notice but the
overrun of the one new date a file may ever get (NĐ 61/2018 Điều 19.9): it goes to the upper level. The *limit* is the
last moment a notice is in time. A *confirmation* is the desk's word, file by file, that the others will be done.
"""
