"""Legal forms of businesses in lower case: the part of a name that often differs between documents.

"S/B", "5/b" and "d.0.0." are abbreviations and misreadings found on receipts.
"""


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
