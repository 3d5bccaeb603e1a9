"""The words of the attendance list, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from messages.documents.model import QuorumCount


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; the sentences of the quorum take ``there``, ``present``, ``members``, ``needed`` and
    ``substitutes``; ``uncounted`` stands before the others where substitutes do not count.
    """

    tab: str
    title: str
    meeting: str
    time: str
    venue: str
    chair: str
    guest: str
    page: str
    uncounted: str
    count: str
    enough: str
    not_enough: str
    heads: Mapping[str, str]
    standing: Mapping[str, str]
    consent: Mapping[str, str]

    def quorum(self, count: QuorumCount) -> str:
        """How many came, and whether they are enough where the charter says how many are."""
        sentence = self.count
        if count.needed:
            sentence = self.enough if count.present >= count.needed else self.not_enough
        if count.substitutes:
            sentence = f"{self.uncounted} {sentence}" if count.needed else self.uncounted
        return sentence.format(
            there=count.present + count.substitutes,
            present=count.present,
            members=count.members,
            needed=count.needed,
            substitutes=count.substitutes,
        )


VI = Words(
    tab="Điểm danh",
    title="DANH SÁCH ĐẠI BIỂU DỰ HỌP",
    meeting="Cuộc họp",
    time="Thời gian",
    venue="Địa điểm",
    chair="Chủ trì",
    guest="Khách mời",
    page="Trang",
    uncounted="Có mặt {there}/{members}, trong đó {substitutes} người dự thay không tính vào số thành viên để họp.",
    count="Có mặt {present}/{members} thành viên.",
    enough="Có mặt {present}/{members} thành viên, cần {needed}: đủ số thành viên để họp.",
    not_enough="Có mặt {present}/{members} thành viên, cần {needed}: chưa đủ số thành viên để họp.",
    heads={
        "position": "STT",
        "name": "Họ và tên",
        "title": "Chức vụ",
        "unit": "Cơ quan, đơn vị",
        "standing": "Trả lời",
        "substitute": "Người dự thay",
        "consent": "Ý kiến người chủ trì",
        "opinion": "Ý kiến bằng văn bản",
        "came": "Có mặt lúc",
        "left": "Về lúc",
        "note": "Ghi chú",
    },
    standing={
        "attending": "Tham dự",
        "substitute": "Cử người dự thay",
        "absent": "Vắng",
        "waiting-consent": "Xin vắng, chờ đồng ý",
        "refused": "Xin vắng, không được đồng ý",
        "silent": "Chưa trả lời",
        "unreachable": "Chưa liên lạc được",
    },
    consent={"": "", "asked": "Đang chờ", "granted": "Đồng ý", "refused": "Không đồng ý"},
)

EN = Words(
    tab="Attendance",
    title="ATTENDANCE LIST",
    meeting="Meeting",
    time="Time",
    venue="Place",
    chair="Chair",
    guest="Guest",
    page="Page",
    uncounted="{there} of {members} are present, {substitutes} of them substitutes who do not count for a quorum.",
    count="{present} of {members} members are present.",
    enough="{present} of {members} members are present, {needed} are needed: there is a quorum.",
    not_enough="{present} of {members} members are present, {needed} are needed: there is no quorum yet.",
    heads={
        "position": "No.",
        "name": "Name",
        "title": "Title",
        "unit": "Unit",
        "standing": "Answer",
        "substitute": "Substitute",
        "consent": "Chair's consent",
        "opinion": "Written opinion",
        "came": "Came at",
        "left": "Left at",
        "note": "Note",
    },
    standing={
        "attending": "Attending",
        "substitute": "Sends a substitute",
        "absent": "Absent",
        "waiting-consent": "Asks leave, waiting",
        "refused": "Asked leave, refused",
        "silent": "No answer yet",
        "unreachable": "Not reached",
    },
    consent={"": "", "asked": "Waiting", "granted": "Granted", "refused": "Refused"},
)
