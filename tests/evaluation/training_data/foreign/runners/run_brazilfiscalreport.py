"""BrazilFiscalReport 1.3.1 (LGPL, run as a program of its own): the DANFE of an NF-e made of the invoice."""

import re
import unicodedata
from xml.sax.saxutils import escape

from _each import each_job
from brazilfiscalreport.danfe import Danfe

STATES = {"SP": 35, "RJ": 33, "MG": 31, "RS": 43, "PR": 41}


def digits(text, size):
    found = re.sub(r"\D", "", text or "")
    return found.zfill(size)[:size]


def party(tag, each, state):
    address = each["address"]
    number = re.search(r"\d+", address[0])
    place = (
        f"<xLgr>{escape(address[0].split(',')[0])}</xLgr><nro>{number[0] if number else 'S/N'}</nro><xBairro>Centro</xBairro>"
        f"<cMun>3550308</cMun><xMun>{escape(address[-1].split(' / ')[0])}</xMun><UF>{state}</UF><CEP>{digits(each['phone'], 8)}</CEP>"
        f"<cPais>1058</cPais><xPais>BRASIL</xPais><fone>{digits(each['phone'], 10)}</fone>"
    )
    name = {"emit": "enderEmit", "dest": "enderDest"}[tag]
    return (
        f"<{tag}><CNPJ>{digits(each['number'], 14)}</CNPJ><xNome>{escape(each['name'])}</xNome><{name}>{place}</{name}>"
        f"<IE>{digits(each['phone'], 9)}</IE>{'<CRT>3</CRT>' if tag == 'emit' else ''}</{tag}>"
    )


def render(data, path):
    number = sum(map(ord, data["number"])) * 37 % 900000 + 1
    state = list(STATES)[number % len(STATES)]
    key = f"{STATES[state]}{data['issued'][2:4]}{data['issued'][5:7]}{digits(data['seller']['number'], 14)}55001{number:09}1{number:08}"
    key += str(number % 10)
    lines = "".join(
        f'<det nItem="{index}"><prod><cProd>{escape(item["code"])}</cProd><cEAN>SEM GTIN</cEAN><xProd>{escape(item["description"])}</xProd>'
        f"<NCM>84713012</NCM><CFOP>5102</CFOP><uCom>{escape(item['unit'].upper())}</uCom><qCom>{item['quantity']}</qCom>"
        f"<vUnCom>{item['price']}</vUnCom><vProd>{item['amount']}</vProd><cEANTrib>SEM GTIN</cEANTrib><uTrib>UN</uTrib>"
        f"<qTrib>{item['quantity']}</qTrib><vUnTrib>{item['price']}</vUnTrib><indTot>1</indTot></prod><imposto><ICMS><ICMS00><orig>0</orig>"
        f"<CST>00</CST><modBC>3</modBC><vBC>{item['amount']}</vBC><pICMS>18.00</pICMS><vICMS>{float(item['amount']) * 0.18:.2f}</vICMS></ICMS00>"
        f"</ICMS></imposto></det>"
        for index, item in enumerate(data["items"], start=1)
    )
    total = data["total"]
    sums = (
        f"<vBC>{total}</vBC><vICMS>{float(total) * 0.18:.2f}</vICMS><vICMSDeson>0.00</vICMSDeson><vFCP>0.00</vFCP><vBCST>0.00</vBCST><vST>0.00</vST>"
        f"<vFCPST>0.00</vFCPST><vFCPSTRet>0.00</vFCPSTRet><vProd>{total}</vProd><vFrete>0.00</vFrete><vSeg>0.00</vSeg><vDesc>0.00</vDesc>"
        f"<vII>0.00</vII><vIPI>0.00</vIPI><vIPIDevol>0.00</vIPIDevol><vPIS>0.00</vPIS><vCOFINS>0.00</vCOFINS><vOutro>0.00</vOutro><vNF>{total}</vNF>"
    )
    time = f"{data['issued']}T10:30:00-03:00"
    duplicate = (
        f"<cobr><fat><nFat>{number}</nFat><vOrig>{total}</vOrig><vLiq>{total}</vLiq></fat><dup><nDup>001</nDup><dVenc>{data['due']}</dVenc>"
        f"<vDup>{total}</vDup></dup></cobr>"
        if data["due"]
        else ""
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?><nfeProc xmlns="http://www.portalfiscal.inf.br/nfe" versao="4.00"><NFe>'
        f'<infNFe Id="NFe{key}" versao="4.00"><ide><cUF>{STATES[state]}</cUF><cNF>{number:08}</cNF><natOp>VENDA DE MERCADORIA</natOp><mod>55</mod>'
        f"<serie>1</serie><nNF>{number}</nNF><dhEmi>{time}</dhEmi><dhSaiEnt>{time}</dhSaiEnt><tpNF>1</tpNF><idDest>1</idDest><cMunFG>3550308</cMunFG>"
        "<tpImp>1</tpImp><tpEmis>1</tpEmis><cDV>1</cDV><tpAmb>1</tpAmb><finNFe>1</finNFe><indFinal>1</indFinal><indPres>1</indPres><procEmi>0</procEmi>"
        f"<verProc>1</verProc></ide>{party('emit', data['seller'], state)}{party('dest', data['buyer'], state)}{lines}<total><ICMSTot>{sums}</ICMSTot>"
        f"</total><transp><modFrete>9</modFrete></transp>{duplicate}<pag><detPag><tPag>15</tPag><vPag>{total}</vPag></detPag></pag>"
        "<infAdic><infCpl>Documento emitido por ME ou EPP.</infCpl></infAdic></infNFe></NFe>"
        f'<protNFe versao="4.00"><infProt><tpAmb>1</tpAmb><verAplic>SP</verAplic><chNFe>{key}</chNFe><dhRecbto>{time}</dhRecbto>'
        f"<nProt>135{number:012}</nProt><cStat>100</cStat><xMotivo>Autorizado o uso da NF-e</xMotivo></infProt></protNFe></nfeProc>"
    )
    Danfe(xml=unicodedata.normalize("NFC", xml)).output(path)


each_job(render)
