"""Legal forms of businesses in lower case: the part of a name that often differs between documents.

"S/B", "5/b" and "d.0.0." are abbreviations and misreadings found on receipts. The keys that are stored for comparing
names leave out `LEGAL_FORMS` alone: adding to them needs a migration that computes the keys again.
"""

import re


def _forms(text: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in text.replace("\n", ",").split(",") if form.strip())


LEGAL_FORMS = _forms(
    """
    gmbh, ag, kg, ohg, ug, gbr, e.k., ek, e.v., se, mbh, kgaa, a.g., partg, eg, gesmbh, ges.m.b.h., g.m.b.h.
    s.a., sa, s.l., sl, s.l.u., slu, s.a.u., sau, s.r.l., srl, s.c., s. coop., s.c.p., c.b., s.a.s., sas
    s.a. de c.v., de c.v., s. de r.l., sarl, s.a.r.l., eurl, sasu, snc, sci, scop, s.p.a., spa, s.n.c.
    s.r.l.s., srls, lda, lda., limitada, unipessoal, ltda, ltda., eireli, b.v., bv, n.v., nv, v.o.f., vof, bvba
    sprl, ltd, ltd., limited, plc, p.l.c., llp, llc, l.l.c., inc, inc., incorporated, corp, corp., corporation
    co., company, lp, pty, pte, pvt, private, sdn, bhd, bhd., s/b, 5/b, berhad, enterprise, trading
    oy, ab, aps, a/s, as, d.o.o., d.0.0., doo, d.d., s.r.o., spol., sp., z o.o., kft, zrt, oü, ou, a.s., ae, eood
    """
)

_PRINTED = LEGAL_FORMS + _forms(
    """
    gmbh & co. kg, gmbh & co kg, gmbh & co. kgaa, gmbh & co. ohg, ag & co. kg, ag & co. kgaa, ag & co. ohg
    se & co. kg, ug (haftungsbeschränkt) & co. kg, ug (haftungsbeschränkt), & co. kg, & co. kgaa, & co. ohg
    & co. gmbh, spol. s r.o., s r.o., s. r. o., v.o.s., k.s., sp. z o.o., sp. z o. o., sp. k., sp. j., s.k.a.
    s.h., s.a.i.c., s.a.c.i., s.a.c., s.a.a., s.c.a., e.i.r.l., eirl, s.coop., s. coop. and., s.l.l., s.l.n.e., s.c.l.
    s. de r.l. de c.v., sa de cv, s de rl de cv, s.a.p.i. de c.v., sapi de cv, ltda. me, ltda me, ltda - me, ltda. epp
    s/a, sàrl, selarl, sarlu, s.s., scarl, s.c.a r.l., soc. coop., α.ε., ε.π.ε., ο.ε., ε.ε., ι.κ.ε., αε, επε, ικε
    ад, еад, оод, еоод, адсиц, a.ş., aş, şti., ltd. şti., ltd.şti., ltd şti, tic. ltd. şti., san. ve tic. ltd. şti.
    san. ve tic. a.ş., tic. a.ş., asa, oyj, tmi, i/s, k/s, bt., kft., zrt., nyrt., p.f.a., pfa, j.d.o.o., k.d.
    cvba, comm.v, private limited, pvt. ltd., pvt ltd, (pty) ltd, (pty) ltd., pty ltd, pty ltd., pte. ltd., pte ltd
    ggmbh, gug, pllc, l.p., lllp, fze, fzco, fz-llc, w.l.l., wll, tbk, uab, osaühing
    e.u., flexco, gesbr, gesnbr, partgmbb, partg mbb, e.kfm., e.kfr., sagl, s.à r.l., gaec, e.a.r.l., scea, g.i.e.
    asbl, a.s.b.l., vzw, v.z.w., s.p.r.l., scrl, s.c.r.l., s.a.b. de c.v., sab de cv
    s.a. e.s.p., s.a.s. e.s.p., e.s.p.
    s.l.p., slp, a.s.d., s.s.d., a.m.b.a., p.s.a., sp.k., sp.j., d.n.o., a. s., spol. s r. o., nyrt, ооо, оао, зао
    пао, тов, plt, pty limited, (p) ltd, (p) ltd., ulc, ltée, s.e.n.c., s.e.n.c.r.l., unip. lda, unip. lda.
    unipessoal lda, unipessoal lda.
    sp. jawna, sp. komandytowa, spółka jawna, spółka komandytowa, spółka akcyjna, sp. z ograniczoną odpowiedzialnością
    spółka z ograniczoną odpowiedzialnością, gesellschaft mit beschränkter haftung, aktiengesellschaft, sociedad anónima
    sociedad limitada, sociedade anónima, società per azioni, società a responsabilità limitata, aktiebolag, osakeyhtiö
    akciová společnost, společnost s ručením omezeným, anonim şirketi, limited şirketi
    株式会社, 有限会社, 合同会社, 合資会社, 一般社団法人, 一般財団法人, (株), (有), ㈱, ㈲
    股份有限公司, 有限责任公司, 有限責任公司, 有限公司
    주식회사, 유한회사, (주), (유), ㈜, บริษัท, ห้างหุ้นส่วนจำกัด, จำกัด (มหาชน), จำกัด
    """
)

FORMS_BEFORE_NAMES = frozenset(_forms("sarl, s.a.r.l., sas, s.a.s., sasu, eurl, snc, sci, selarl, gaec, earl"))
"""Those that stand before a name as well as behind it."""

_OF_LETTERS = re.compile(r"(?:.*\.| )\w\.")

PRINTED_FORMS = _PRINTED + tuple(form[:-1] for form in _PRINTED if _OF_LETTERS.fullmatch(form))
"""Those by which a name is recognised on a page: forms of several words among them, and "S.p.A" beside "S.p.A."."""
