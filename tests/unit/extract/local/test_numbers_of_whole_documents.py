"""Small invented invoices of many countries and layouts: the number, the dates and the order number."""

import pytest

from functions.extract.local import extract_locally
from tests.support.documents import printed

DOCUMENTS: dict[str, tuple[str, dict[str, str | None]]] = {
    "a-label-and-a-hash-in-one-run": (
        """
  ACME TOOLS LTD                                   INVOICE
  1 High St, Leeds LS1 2AB                         Invoice #: INV-2291
                                                   Date: 12/28/2024
                                                   Due Date: 01/27/2025
  Description      Qty    Price     Total
  Hammer            2     10.00     20.00
  Total:                            20.00
""",
        {"invoice_number": "INV-2291", "issue_date": "2024-12-28", "due_date": "2025-01-27"},
    ),
    "number-and-date-in-one-line": (
        """
  Brown & Sons Ltd, 2 Quay St, PO Box 101634, Bristol
  Invoice No.: 123 Date: 2.3.2026
  To: Miller Ltd, 17 Park Road
  Widget            1     100.00     100.00
  Total             100.00
""",
        {"invoice_number": "123", "issue_date": "2026-03-02"},
    ),
    "the-title-has-the-number": (
        """
  BLUE SKY STUDIO
  Invoice 1024
  March 3, 2025
  Billed to: Jane Roe, 44 Elm Street
  Design work      1    500.00   500.00
  Total                          500.00
""",
        {"invoice_number": "1024", "issue_date": "2025-03-03"},
    ),
    "a-credit-note-names-the-invoice-that-it-corrects": (
        """
  NORD SP. Z O.O.                                  FAKTURA KORYGUJĄCA
  ul. Długa 3, 00-238 Warszawa                     Faktura korygująca: 2026-0417
                                                   Numer faktury: 2025-9931
                                                   Data wystawienia: 14.03.2026
  Nazwa            Ilość   Cena     Wartość
  Krzesło            2     50,00    100,00
  Razem                             100,00
""",
        {"invoice_number": "2026-0417", "issue_date": "2026-03-14"},
    ),
    "a-hash-alone-beside-the-seller": (
        """
  NORTH LTD                              #1024
  INVOICE                                25 June 2024
  Item             Qty   Price   Amount
  Chair             2    50.00   100.00
  Total                          100.00
""",
        {"invoice_number": "1024", "issue_date": "2024-06-25"},
    ),
    "headings-of-a-small-table": (
        """
  GREEN GARDEN LLC
  123 Anywhere St, Any City, ST 12345         Customer ID   Invoice No    Date         Terms      Due Date
                                              C-7781        20240815      08/15/2024   Net 30     09/14/2024
  Description                     Qty    Unit price    Amount
  Lawn                             1     80.00          80.00
  Balance due                                           $80.00
""",
        {"invoice_number": "20240815", "issue_date": "2024-08-15", "due_date": "2024-09-14"},
    ),
    "orders-and-boxes-beside-the-number": (
        """
  Orion Supplies Inc.                          INVOICE
  P.O. Box 8899, Dayton OH 45402               Invoice Number       OR-77812
  Tel 937-555-0199                             Customer PO          45001234
                                               Order No             SO-1002
                                               Invoice Date         Oct 3, 2025
                                               Due                  Nov 2, 2025
  Part       Description     Qty    Price     Amount
  A-1        Filter           3     10.00     30.00
  Total                                       30.00
""",
        {
            "invoice_number": "OR-77812",
            "issue_date": "2025-10-03",
            "due_date": "2025-11-02",
            "purchase_order": "45001234",
        },
    ),
    "small-print-street-and-box-are-no-numbers": (
        """
  Corner Cafe
  2 Quay St, PO Box 101634
  Tel 01234 567890
  Thank you for your custom. Terms: par facture de 40,00 €
  Coffee    2.50
  Total     2.50
""",
        {"invoice_number": None},
    ),
    "italy-number-and-date-in-the-title": (
        """
  STUDIO ROSSI SRL - Via Roma 12 - 20121 Milano - P.IVA 01234567890
  Fattura n. 12/PA del 3.2.2026
  Spett.le Comune di Como
  Descrizione       Q.tà   Prezzo    Importo
  Consulenza         1     100,00    100,00
  Totale documento                   100,00
  Scadenza: 05/03/2026
""",
        {"invoice_number": "12/PA", "issue_date": "2026-02-03", "due_date": "2026-03-05"},
    ),
    "chile-number-under-the-title": (
        """
  COMERCIAL ANDES LTDA                              R.U.T.: 76.269.769-6
  Giro: Venta                                       FACTURA ELECTRONICA
  Santiago                                          N° 4117
                                                    S.I.I. - SANTIAGO CENTRO
  Señor(es) : Universo SA        Fecha emisión : 01-06-2024
  RUT       : 44552142-6         Fecha Venc.   : 01-07-2024
  Cantidad  Descripción    Precio   Total
  1         Servicio       10.000   10.000
  TOTAL                             $11.900
""",
        {"invoice_number": "4117", "issue_date": "2024-06-01", "due_date": "2024-07-01"},
    ),
    "brazil-danfe": (
        """
  DANFE  Documento Auxiliar da Nota Fiscal Eletrônica    NF-e
  0 - Entrada 1 - Saída                                  Nº 000.001.234
  MADEIRAS DO SUL LTDA                                   SÉRIE 1
  CHAVE DE ACESSO 3520 0114 2001 6600 0187 5500 1000 0000 4610 0000 0468
  PROTOCOLO DE AUTORIZAÇÃO DE USO 135200000000001 - 10/01/2020 10:12:13
  CNPJ 14.200.166/0001-87                   DATA DA EMISSÃO 08/01/2020
  DESTINATÁRIO  JOSE SILVA                  DATA DA SAÍDA 09/01/2020
  VALOR TOTAL DA NOTA  1.500,00
""",
        {"invoice_number": "000.001.234", "issue_date": "2020-01-08"},
    ),
    "portugal-series-and-number": (
        """
  CIDAL LDA  NIF 501234567
  Fatura FT 2020/17
  Data de emissão: 2020-05-12        Vencimento: 2020-06-11
  Exmo. Sr. Manuel
  Artigo  Qtd  Preço  Total
  Serviço  1   50,00  50,00
  Total a pagar       50,00
  ATCUD: ABCD1234-17
""",
        {"invoice_number": "FT 2020/17", "issue_date": "2020-05-12", "due_date": "2020-06-11"},
    ),
    "hungary": (
        """
  Duna Kft.                     SZÁMLA
  Számla sorszáma: 2026/00117
  Teljesítés dátuma: 2026.11.01.   Számla kelte: 2026.11.02.   Fizetési határidő: 2026.11.16.
  Megnevezés   Mennyiség  Egységár  Összesen
  Szórólap     10         100       1 000
  Fizetendő összesen  1 270 Ft
""",
        {"invoice_number": "2026/00117", "issue_date": "2026-11-02", "due_date": "2026-11-16"},
    ),
    "turkey": (
        """
  Anadolu A.Ş.                          e-FATURA
  Vergi No: 1234567890
  Sayın Mehmet Ltd
                              Fatura No       ABC2026000000117
                              Fatura Tarihi   02-11-2026
                              Son Ödeme Tarihi 16-11-2026
  Mal Hizmet   Miktar   Birim Fiyat   Tutar
  Masa         1        1.000,00      1.000,00
  Ödenecek Tutar  1.200,00 TL
""",
        {"invoice_number": "ABC2026000000117", "issue_date": "2026-11-02", "due_date": "2026-11-16"},
    ),
    "czechia": (
        """
  Petr Nový                                  Faktura č. 198900000001
  IČ: 56565656  DIČ: CZ56565656
  Variabilní symbol: 198900000001
  Datum vystavení: 05.03.2016   Datum splatnosti: 19.03.2016   Datum uskutečnění zdanitelného plnění: 01.03.2016
  Položka   Počet   Cena   Celkem
  Konzultace 2     500    1 000
  Celkem k úhradě  1 210 Kč
""",
        {"invoice_number": "198900000001", "issue_date": "2016-03-05", "due_date": "2016-03-19"},
    ),
    "poland-issue-and-sale": (
        """
  Kwiaty Sp. z o.o.  NIP 5260250274           Warszawa, 2026-11-04
  Faktura VAT nr FV/117/11/2026
  Data wystawienia: 2026-11-04    Data sprzedaży: 2026-11-02   Termin płatności: 2026-11-18
  Nazwa   Ilość  Cena  Wartość
  Róże    10     5,00  50,00
  Razem do zapłaty  61,50 PLN
""",
        {"invoice_number": "FV/117/11/2026", "issue_date": "2026-11-04", "due_date": "2026-11-18"},
    ),
    "denmark": (
        """
  Snedkeriet Eg ApS      CVR-nr. 12345674
  Fakturanr.     10117
  Kundenr.       445566
  Fakturadato    02.11.2026
  Forfaldsdato   16.11.2026
  Beskrivelse   Antal   Pris     Beløb
  Egebord       1       1.000,00 1.000,00
  Total DKK                      1.250,00
""",
        {"invoice_number": "10117", "issue_date": "2026-11-02", "due_date": "2026-11-16"},
    ),
    "sweden": (
        """
  Snickeri AB    Org.nr 556677-8899
  Faktura
  Fakturanummer 200045        Fakturadatum 2026-11-02
  Kundnummer 15               Förfallodatum 2026-12-02
  OCR-nummer 2000455
  Benämning  Antal  À-pris  Belopp
  Bord       1      1 000,00  1 000,00
  Att betala 1 250,00 SEK
""",
        {"invoice_number": "200045", "issue_date": "2026-11-02", "due_date": "2026-12-02"},
    ),
    "norway": (
        """
  Tre AS   Org.nr NO 999 999 999 MVA
  FAKTURA
  Fakturanr: 4455       Fakturadato: 02.11.2026     Forfall: 16.11.2026
  Kundenr: 1001         KID: 0001001004455
  Beskrivelse Antall Pris Beløp
  Bord 1 1 000,00 1 000,00
  Å betale 1 250,00
""",
        {"invoice_number": "4455", "issue_date": "2026-11-02", "due_date": "2026-11-16"},
    ),
    "finland": (
        """
  Puu Oy   Y-tunnus 1234567-1
  LASKU
  Laskun numero 20117     Päiväys 2.11.2026
  Asiakasnumero 55        Eräpäivä 16.11.2026
  Viitenumero 201179
  Tuote Määrä Hinta Yhteensä
  Pöytä 1 1000,00 1000,00
  Maksettava yhteensä 1240,00 EUR
""",
        {"invoice_number": "20117", "issue_date": "2026-11-02", "due_date": "2026-11-16"},
    ),
    "romania-series-apart": (
        """
  Lemn SRL  CUI RO123456
  FACTURA FISCALA
  Seria ABC Nr. 00117
  Data facturii: 02.11.2026   Data scadentei: 16.11.2026
  Denumire  Cantitate  Pret  Valoare
  Masa 1 1000,00 1000,00
  Total de plata 1190,00 RON
""",
        {"invoice_number": "ABC-00117", "issue_date": "2026-11-02", "due_date": "2026-11-16"},
    ),
    "croatia-premises-and-till": (
        """
  Drvo d.o.o.  OIB 24120515370
  Račun br. 117/P1/1
  Datum izdavanja: 02.11.2026    Datum dospijeća: 16.11.2026   Datum isporuke: 01.11.2026
  Opis Količina Cijena Iznos
  Stol 1 1.000,00 1.000,00
  Ukupno 1.250,00 EUR
""",
        {"invoice_number": "117/P1/1", "issue_date": "2026-11-02", "due_date": "2026-11-16"},
    ),
    "greece": (
        """
  Ξυλουργική ΑΕ  ΑΦΜ: 094259216
  ΤΙΜΟΛΟΓΙΟ ΠΩΛΗΣΗΣ
  Αριθμός: 117      Ημερομηνία: 02/11/2026
  Περιγραφή Ποσ. Τιμή Αξία
  Τραπέζι 1 1.000,00 1.000,00
  Πληρωτέο 1.240,00 €
""",
        {"invoice_number": "117", "issue_date": "2026-11-02"},
    ),
    "bulgaria": (
        """
  Дърво ЕООД   ЕИК 123456789
  ФАКТУРА
  Номер: 0000000117     Дата: 02.11.2026
  Падеж: 16.11.2026
  Описание  К-во  Цена  Стойност
  Маса 1 1000,00 1000,00
  Общо 1200,00 лв
""",
        {"invoice_number": "0000000117", "issue_date": "2026-11-02", "due_date": "2026-11-16"},
    ),
    "germany-letter-with-a-delivery-note": (
        """
  Tischler GmbH · Am Steinbruch 1 · 12345 Berlin
  Herrn Max Muster
  Hauptstr. 5                                   Kundennummer: 10045
  10115 Berlin                                  Datum: 21.04.2026
  Rechnung Nr. 1978-001
  Lieferschein 4711 vom 3.4.2026
  Sehr geehrter Herr Muster, für unsere Arbeit berechnen wir wie folgt:
  Pos  Bezeichnung   Menge  Einzelpreis  Gesamtpreis
  1    Tisch         1      100,00       100,00
  Gesamtbetrag                           119,00 €
  Bitte überweisen Sie den Betrag bis zum 05.05.2026 auf unser Konto.
""",
        {"invoice_number": "1978-001", "issue_date": "2026-04-21", "due_date": "2026-05-05"},
    ),
    "germany-stack-of-labels": (
        """
  Muster AG                              Rechnungs-Nr.    RE-2026-0815
  Abteilung Einkauf                      Kunden-Nr.       K 4711
                                         Auftrags-Nr.     A-9981
                                         Rechnungsdatum   04.05.2026
                                         Leistungsdatum   01.05.2026
                                         Fällig am        18.05.2026
  Bezeichnung   Menge  Preis   Betrag
  Beratung      1      100,00  100,00
  Rechnungsbetrag              119,00 EUR
""",
        {"invoice_number": "RE-2026-0815", "issue_date": "2026-05-04", "due_date": "2026-05-18"},
    ),
    "france-small-print": (
        """
  Menuiserie Dupont SARL                          Facture N° F2026-118
  12 rue de la Paix 75002 Paris                   Date : 03/04/2026
  SIRET 12345678900012                            Échéance : 03/05/2026
  N° client : 4455
  Désignation   Quantité  PU HT   Montant HT
  Table         1         100,00  100,00
  Total TTC                       120,00 €
  Indemnité forfaitaire pour frais de recouvrement par facture de 40,00 €
""",
        {"invoice_number": "F2026-118", "issue_date": "2026-04-03", "due_date": "2026-05-03"},
    ),
    "france-number-holds-a-date": (
        """
  Atelier Bleu
  Facture 2024-03-10t172205
  Date d'émission: 2024-03-10
  Prestation  1  100,00  100,00
  Total TTC  120,00 €
  Merci de régler d'ici le 2024-03-20 par virement au compte suivant.
""",
        {"invoice_number": "2024-03-10t172205", "issue_date": "2024-03-10", "due_date": "2024-03-20"},
    ),
    "netherlands": (
        """
  Timmer BV    KvK 12345678   BTW NL123456789B01
  Factuurnummer: 2026-0117
  Factuurdatum: 02-11-2026
  Vervaldatum: 16-11-2026
  Klantnummer: 4711
  Omschrijving Aantal Prijs Bedrag
  Tafel 1 100,00 100,00
  Totaal 121,00
""",
        {"invoice_number": "2026-0117", "issue_date": "2026-11-02", "due_date": "2026-11-16"},
    ),
    "spain-blanks-in-the-number": (
        """
  CARPINTERÍA LÓPEZ S.L.  CIF B12345674
  FACTURA Nº: 25 - 11.474      FECHA: 14/03/2025
  CLIENTE Nº: 430
  Concepto   Unidades  Precio   Importe
  Mesa       1         100,00   100,00
  TOTAL FACTURA                 121,00 €
  Vencimiento: 13/04/2025
""",
        {"invoice_number": "25 - 11.474", "issue_date": "2025-03-14", "due_date": "2025-04-13"},
    ),
    "spain-headings-over-values": (
        """
  DISTRIBUCIONES SUR SA
  N.I.F. A28015865
  Nº FACTURA      FECHA        CÓD. CLIENTE    VENCIMIENTO
  A/2025/0388     05/02/2025   00231           07/03/2025
  DESCRIPCIÓN   CANTIDAD  PRECIO  IMPORTE
  Aceite        10        5,00    50,00
  TOTAL                           60,50 €
""",
        {"invoice_number": "A/2025/0388", "issue_date": "2025-02-05", "due_date": "2025-03-07"},
    ),
    "argentina-printed-form": (
        """
  FERRETERÍA EL TORNILLO            B        FACTURA
  de Juan Pérez                            N° 0001-00004521
  San Martín 220 - Tandil                  FECHA  DÍA MES AÑO
                                                  14  10  2026
  IVA Responsable Inscripto                C.U.I.T. 20-17254359-7
                                           Ing. Brutos 901-123456
                                           Inicio de Actividades 01/03/1999
  Señor/es: Carlos Gómez
  Cantidad  Detalle   P. Unit  Importe
  2         Llaves    100,00   200,00
  TOTAL $ 200,00
  C.A.I. N° 41234567890123   Fecha de Vto.: 30/11/2026
  Imprenta Luz - Hab. Mun. 123 - Fecha de impresión: 11/2025 - del 0001-00004501 al 0001-00005000
""",
        {"invoice_number": "0001-00004521", "issue_date": "2026-10-14"},
    ),
    "argentina-point-of-sale-apart": (
        """
  TALLERES DEL SUR SRL                       FACTURA A
  Punto de Venta: 0003   Comp. Nro: 00001234
  Fecha de Emisión: 05/06/2026
  Fecha de Inicio de Actividades: 01/02/2010
  CUIT: 30-50001091-2
  Fecha de Vto. para el pago: 05/07/2026
  Producto  Cantidad Precio  Subtotal
  Servicio  1        100,00  100,00
  Importe Total: $ 121,00
  CAE N°: 76101234567890      Fecha de Vto. de CAE: 15/06/2026
""",
        {"invoice_number": "0003-00001234", "issue_date": "2026-06-05", "due_date": "2026-07-05"},
    ),
    "mexico-folio": (
        """
  COMERCIALIZADORA DEL NORTE SA DE CV   RFC: CNO010101AB1
  FACTURA
  Serie y Folio: A 1234
  Folio Fiscal: 12345678-ABCD-1234-ABCD-1234567890AB
  Fecha de emisión: 2026-03-04T10:11:12
  Fecha de certificación: 2026-03-04T10:12:00
  Cantidad Descripción Valor Unitario Importe
  1 Servicio 100.00 100.00
  Total $116.00
""",
        {"invoice_number": "A 1234", "issue_date": "2026-03-04"},
    ),
    "colombia-authorised-range": (
        """
  SERVICIOS ANDINOS SAS   NIT 900.123.456-7
  FACTURA ELECTRÓNICA DE VENTA No. SETP-990000123
  Resolución DIAN 18760000001 de 2019-01-19 autoriza del 990000000 al 995000000
  Fecha de generación: 12/02/2026    Fecha de vencimiento: 14/03/2026
  Descripción Cantidad Valor Total
  Soporte 1 100.000 100.000
  TOTAL A PAGAR 119.000
""",
        {"invoice_number": "SETP-990000123", "issue_date": "2026-02-12", "due_date": "2026-03-14"},
    ),
    "peru-number-without-label": (
        """
  INVERSIONES LIMA S.A.C.          R.U.C. 20123456789
  Av. Arequipa 100                 FACTURA ELECTRÓNICA
                                   F001-00000117
  Fecha de emisión: 02/11/2026
  Señor(es): Cliente SAC   RUC: 20987654321
  Cant  Descripción  P.Unit  Importe
  1     Mesa         100.00  100.00
  Importe total S/ 118.00
""",
        {"invoice_number": "F001-00000117", "issue_date": "2026-11-02"},
    ),
    "india-order-dated-beside": (
        """
  TAX INVOICE                                         (ORIGINAL FOR RECIPIENT)
  Sharma Traders                     Invoice No.            Dated
  GSTIN/UIN: 07AAACS1234A1Z5         ST/2025-26/0117        2-Nov-25
                                     Delivery Note          Mode/Terms of Payment
                                     Buyer's Order No.      Dated
                                     PO-8891                28-Oct-25
  Consignee (Ship to)
  Description of Goods  HSN   Quantity  Rate  Amount
  Bolts                 7318  10        5.00  50.00
  Total                                       59.00
""",
        {"invoice_number": "ST/2025-26/0117", "issue_date": "2025-11-02"},
    ),
    "date-and-tax-point-are-one": (
        """
  Harrow Ltd
  VAT Reg No 123 4567 82
  Invoice Number 000451
  Invoice Date / Tax Point 14/05/2024
  Account No HAR001
  Your Order 7781
  Due 13/06/2024
  Details   Qty  Price  Net
  Paint     2    10.00  20.00
  Total Due £24.00
""",
        {"invoice_number": "000451", "issue_date": "2024-05-14", "due_date": "2024-06-13"},
    ),
    "number-of-eight-digits-is-no-date": (
        """
  Maintenance LLC                                INVOICE
  123 Main Street, San Jose, CA 95133            INVOICE # 20240106
  Phone: 408-555-1212                            DATE: JANUARY 20, 2023
  SALESPERSON   P.O. NUMBER    REQUISITIONER   TERMS
  Jane Doe      2065-05-5050   Self            Due upon receipt
  QUANTITY  DESCRIPTION   UNIT PRICE   TOTAL
  20        Box           12.00        240.00
  TOTAL DUE                            $240.00
""",
        {"invoice_number": "20240106", "issue_date": "2023-01-20", "due_date": None, "purchase_order": "2065-05-5050"},
    ),
    "number-under-the-title": (
        """
  INVOICE                      Alpha Corp
  INV-0099                     55 King Street
                               Phone 333-444-5555
  ISSUED                       DUE
  10 Jan 2025                  24 Jan 2025
  DESCRIPTION  QTY  RATE  AMOUNT
  Work         1    10.00 10.00
  TOTAL                   $10.00
""",
        {"invoice_number": "INV-0099", "issue_date": "2025-01-10", "due_date": "2025-01-24"},
    ),
    "switzerland": (
        """
  Schreinerei Keller AG
  CHE-123.456.789 MWST
  Rechnung 2026-118
  Zürich, 4. Mai 2026
  Zahlbar bis 3. Juni 2026
  Tisch  1  1'000.00  1'000.00
  Total CHF  1'081.00
""",
        {"invoice_number": "2026-118", "issue_date": "2026-05-04", "due_date": "2026-06-03"},
    ),
    "japan": (
        """
  請求書
  請求書番号: INV-2026-117
  発行日: 2026年11月2日
  お支払期限: 2026年11月30日
  品名 数量 単価 金額
  机 1 120000 120000
  合計 132,000円
""",
        {"invoice_number": "INV-2026-117", "issue_date": "2026-11-02", "due_date": "2026-11-30"},
    ),
    "catalonia": (
        """
  Fusteria Puig SL  NIF B12345674
  Factura núm. 117/2026       Data: 02/11/2026     Venciment: 16/11/2026
  Descripció Quantitat Preu Import
  Taula 1 100,00 100,00
  Total 121,00 €
""",
        {"invoice_number": "117/2026", "issue_date": "2026-11-02", "due_date": "2026-11-16"},
    ),
    "credit-note-of-another-invoice": (
        """
  Orion Ltd
  CREDIT NOTE
  Credit note no: CN-204
  Original invoice: INV-198
  Date: 4 May 2026
  Refund   1  10.00  10.00
  Total       -10.00
""",
        {"invoice_number": "CN-204", "issue_date": "2026-05-04"},
    ),
    "flight-of-an-order": (
        """
  STATION WXYZ
  INVOICE NO.   INVOICE DATE   ORDER NO.   CONTRACT DATES         
  1336165-2     10/25/2026     990011      10/01/2026 - 10/25/2026
  Spots  10   100.00
  Amount due  1,000.00
""",
        {"invoice_number": "1336165-2", "issue_date": "2026-10-25"},
    ),
    "receipt": (
        """
  CAFE LUNA
  Receipt No: 00451
  Table 5   Server: Ann
  2026-03-04 12:45
  Coffee 3.00
  Total  3.00
""",
        {"invoice_number": "00451", "issue_date": "2026-03-04"},
    ),
    "hotel": (
        """
  Grand Hotel
  Guest: Mr Smith    Room 101
  Arrival 05/03/2026   Departure 07/03/2026
  Invoice No. 88912   Invoice date 07/03/2026
  Accommodation  2  100.00  200.00
  Total 200.00
""",
        {"invoice_number": "88912", "issue_date": "2026-03-07"},
    ),
    "utility-period": (
        """
  ENERGIE NORD
  Kundennummer 123456   Vertragskonto 900123   Zählernummer 555
  Rechnungsnummer 700012345
  Rechnungsdatum 12.01.2026
  Abrechnungszeitraum 01.01.2025 - 31.12.2025
  Fälligkeit 30.01.2026
  Rechnungsbetrag 500,00 EUR
""",
        {"invoice_number": "700012345", "issue_date": "2026-01-12", "due_date": "2026-01-30"},
    ),
    "argentina-expiry-under-its-code": (
        """
  EL TORNILLO SA                 A      FACTURA
  Av. Mitre 100 - Avellaneda            Nro. 00003-00000871
  IVA RESPONSABLE INSCRIPTO             Fecha 05/06/2026
  CUIT 30-50001091-2
  Inic. Act.: 01/02/2010
  Cliente: Juan Perez
  Cant  Detalle  Precio  Importe
  1     Clavos   100,00  100,00
  TOTAL  121,00
                                        CAE: 76101234567890
                                        Vto: 15/06/2026
""",
        {"invoice_number": "00003-00000871", "issue_date": "2026-06-05", "due_date": None},
    ),
    "argentina-bill-with-two-instalments": (
        """
  ENERGIA SUR SA   LIQUIDACION DE SERVICIOS PUBLICOS
  Factura B N° 0045-01234567   Emisión: 03/05/2026
  Medidor 55512  Cliente 998877
  1° Vencimiento 15/05/2026   2° Vencimiento 29/05/2026   Próximo vencimiento 15/07/2026
  Cargo fijo 100,00
  Total a pagar 121,00
  C.E.S.P. 12345678901234 Vto. 13/05/2026
""",
        {"invoice_number": "0045-01234567", "issue_date": "2026-05-03", "due_date": "2026-05-15"},
    ),
    "number-and-date-in-one-cell": (
        """
  Nordwerk Armaturen SE                          Rechnung
  Firma                                          Nummer/Datum
  Stadtwerke Eckernau                            9000214471 / 02.04.2026
  Am Wasserturm 4                                Auftragsnummer/Datum
  24340 Eckernau                                 20118833 / 18.03.2026
  Pos.  Bezeichnung           Menge         Preis         Wert
  10    Kugelhahn DN20        20 ST         52,40     1.048,00
  Endbetrag                                           1.247,12
""",
        {"invoice_number": "9000214471", "issue_date": "2026-04-02"},
    ),
    "collected-by-direct-debit": (
        """
  Your bill from Orrin Mobile
  Account number 900 2210 34                       Bill date: 11 August 2026
  Mrs J Okafor                                     Bill number: V02140077
  Total charges before VAT                                        £36.67
  VAT at 20%                                                       £7.33
  Total for this bill                                             £44.00
  We'll collect £44.00 by Direct Debit on or after 25 August 2026
""",
        {"invoice_number": "V02140077", "issue_date": "2026-08-11", "due_date": "2026-08-25"},
    ),
    "terms-with-their-date": (
        """
  Garage Zurbriggen AG, 3930 Visp
  Rechnung 26-3318                                        Visp, 11. Mai 2026
  Bezeichnung                      Anzahl        Ansatz      Betrag CHF
  Arbeit Getriebe                       9        120.50        1'084.50
  Total CHF                                                    1'084.50
  Zahlbar innert 30 Tagen bis 10.06.2026
""",
        {"invoice_number": "26-3318", "issue_date": "2026-05-11", "due_date": "2026-06-10"},
    ),
    "a-service-called-like-a-credit-note": (
        """
  NORTEL COMUNICACIONES S.A.   CUIT 30-68811223-7      FACTURA B Cod. 06
  Nro 0117-38812004
  Fecha de emisión 03/09/26                             VENCIMIENTO 22/09/26
  Abono Internet 300 Mb Septiembre                               31.250,40
  TOTAL A PAGAR                                               $ 31.250,40
""",
        {"invoice_number": "0117-38812004", "issue_date": "2026-09-03", "due_date": "2026-09-22"},
    ),
    "a-point-of-sale-apart": (
        """
  CAFÉ LAGUNA
  Razón social: GASTRONOMIA LAGUNA S.A.S.
  C.U.I.T.: 30-71774120-6                   Inicio de Actividad: 12/2022
  Factura B (Cod. 006) a CONSUMIDOR FINAL
  P.V: 00004 Nro: 00028817
  Fecha: 28/02/2026 Hora: 17:20:41
  2 x $4.200,00 Cortado doble                  $8.400,00
  Total:                                       $8.400,00
  CAE: 76098812044716   Vto CAE: 10/03/2026
""",
        {"invoice_number": "00004-00028817", "issue_date": "2026-02-28", "due_date": None},
    ),
    "a-series-apart": (
        """
  SUMINISTROS LA VEGA SL                       FACTURA
  NIF B24118204                                Serie: A  Número: 1182
  24231 León                                   Fecha: 30-04-2026
                                               Vencimiento: 30-05-2026
  Artículo                      Uds      Precio      Total
  Café natural 1 kg              10       13,90     139,00
  Total factura                                     139,00 €
""",
        {"invoice_number": "A-1182", "issue_date": "2026-04-30", "due_date": "2026-05-30"},
    ),
    "a-number-in-two-groups": (
        """
  Hôtel des Quais
  FACTURE N° 118 204                            Lorient, le 21/03/2026
  Libellé                                              Débit
  Chambre                                              98,00
  Total                                                98,00
""",
        {"invoice_number": "118 204", "issue_date": "2026-03-21"},
    ),
    "the-date-of-another-document": (
        """
  PREFEITURA DO MUNICÍPIO DE CAMPO BELO                       Número da Nota
  NOTA FISCAL ELETRÔNICA DE SERVIÇOS - NFS-e                  00002917
  RPS Nº 1288 Série A, emitido em 04/08/2026                  Data e Hora de Emissão
                                                              05/08/2026 10:41:18
  Nome/Razão Social: ALVORADA ELEVADORES LTDA
  VALOR TOTAL DA NOTA = R$ 1.860,00
""",
        {"invoice_number": "00002917", "issue_date": "2026-08-05"},
    ),
    "the-second-day-to-pay": (
        """
  Comunicaciones del Norte S.A.                 FACTURA B (Cód. 006)
  CUIT 30-70774118-2                            0104-03311820
                                                Emisión: 01/09/2026
  Internet fibra 300 Mb                         31.540,00
  Vencimiento                                   10/09/2026
  Total a pagar                                 $ 31.540,00
  2º vencimiento                                20/09/2026
  Total 2º vto.                                 $ 32.486,20
""",
        {"invoice_number": "0104-03311820", "due_date": "2026-09-10", "total_amount": "31540.00"},
    ),
    "label-alone-behind-a-sentence-that-wraps": (
        """
  Chiara Donati                                Fattura n. 7
  Via Saffi 8, 40131 Bologna                   del 04/04/2025
  Descrizione                                         Importo
  Copertina                                            450,00
  TOTALE FATTURA                                     € 450,00
  Operazione in regime forfettario. Non soggetta a ritenuta. Scadenza
  04/05/2025
""",
        {"issue_date": "2025-04-04", "due_date": "2025-05-04"},
    ),
    "terms-before-the-day-to-pay": (
        """
  ATELIER DU PHARE                              Facture n° FA-0326-018
  13001 Marseille                               Date : 27/03/2026
  Échéance : 30 jours fin de mois, soit le 30/04/2026
  Désignation                                          Total HT
  Refonte du site                                    3 430,00 €
  TVA 20 %                                             686,00 €
  Total TTC                                          4 116,00 €
""",
        {"issue_date": "2026-03-27", "due_date": "2026-04-30"},
    ),
    "order-number-of-two-figures-under-its-label": (
        """
  PRAIRIE STEEL WORKS                           INVOICE
  2204 Rail Ave, Wichita, KS 67202
  Invoice #        Invoice Date      Customer Order No
  88120            10/14/2026        31
  Item        Qty      Price      Amount
  Post 8 ft   200      10.80      2,160.00
  Total                           $2,160.00
""",
        {"invoice_number": "88120", "purchase_order": "31"},
    ),
    "order-of-letters-and-two-figures-under-its-label": (
        """
  PRAIRIE BEARING & HYDRAULICS
  1180 Broadway Ave, Saskatoon, SK S7H 2A4
  INV. NO      INV. DATE     CUST NO      CUST P.O.     SHIP VIA
  A66210       JUN 17/25     DUN010       SHOP-14       PICKUP
  ORD     PART NO       DESCRIPTION       NET       EXTENSION
  4       6205-2RS      BALL BEARING      12.88     51.52
  TOTAL                                             51.52
""",
        {"invoice_number": "A66210", "purchase_order": "SHOP-14"},
    ),
    "order-number-whose-label-has-a-mark-apart": (
        """
  Curtidos Levante, S.L.                        FACTURA 26/0418
  CIF B03118204                                 Fecha: 03/11/2026
                                                S/pedido nº: 19
  Piel vacuno        200      2,45      490,00
  Total                                 490,00 €
""",
        {"invoice_number": "26/0418", "purchase_order": "19"},
    ),
    "order-that-may-be-anybodys-on-an-invoice-that-gives-time": (
        """
  WHARFEDALE SIGNS LTD                          Invoice INV-2291
  9 Canal Row, Otley LS21 1AB                   Date 04/09/2026
                                                Order no 47
                                                Terms 30 days
  Fascia sign          1     640.00     640.00
  Total due                             £640.00
""",
        {"invoice_number": "INV-2291", "purchase_order": "47"},
    ),
    "order-of-a-shop-that-was-paid-there": (
        """
  TRAILPOST OUTDOOR                             Invoice WB-4418
  18 Birch Ln, Bend, OR 97701                   Date 04/09/2026
                                                Order no 118204417
  Headlamp             1      44.00      44.00
  Total paid                             $44.00
""",
        {"invoice_number": "WB-4418", "purchase_order": None},
    ),
    "an-address-over-headings-is-no-value-of-them": (
        """
  Ironwood Consulting Group
  18 Peachtree St, Atlanta, GA 30303
  Invoice Number    Invoice Date    Terms
  IC-2044           11/24/2026      Net 15
  Bill To
  Savannah Port Services Inc.
  Consultant        Hours     Rate     Amount
  A. Reyes          42      165.00   6,930.00
  Invoice Total                     $6,930.00
""",
        {"invoice_number": "IC-2044", "issue_date": "2026-11-24"},
    ),
    "a-reference-that-calls-itself-an-order": (
        """
  Seri Kinta Elektrik Sdn Bhd       INVOICE
                                    No.         IV-251107
                                    Date        12/11/2025
                                    Your Ref    PO/KTN/5520
  Description      Qty    Price     Total
  Cable lug        120    3.40      408.00
  Total (RM)                        408.00
""",
        {"invoice_number": "IV-251107", "purchase_order": "PO/KTN/5520"},
    ),
    "a-series-of-one-greek-letter": (
        """
  Δημητρίου Ελένη
  ΕΙΔΟΣ ΠΑΡΑΣΤΑΤΙΚΟΥ            ΣΕΙΡΑ      ΑΡΙΘΜΟΣ     ΗΜΕΡΟΜΗΝΙΑ
  ΤΙΜΟΛΟΓΙΟ ΠΑΡΟΧΗΣ ΥΠΗΡΕΣΙΩΝ   Β          77          03/06/2026

  Περιγραφή        Ποσότητα    Τιμή     Αξία
  Σχεδιασμός       3           180,00   540,00
  Σύνολο                                540,00 €
""",
        {"invoice_number": "Β-77", "issue_date": "2026-06-03"},
    ),
    "labels-in-two-rows-beside-their-values": (
        """
  Al Noor Trading L.L.C
  Dubai, UAE

  Invoice No. / رقم
  الفاتورة                  ANT-26-0882
  Due Date / تاريخ
  الاستحقاق                 16-10-2026
  Date of
  issue                     16-09-2026

  Description      Qty    Price     Total
  Cable lug        120    3.40      408.00
  Total AED                         408.00
""",
        {"invoice_number": "ANT-26-0882", "issue_date": "2026-09-16", "due_date": "2026-10-16"},
    ),
    "a-series-before-the-mark-in-one-cell": (
        """
  Officine Marchesini snc, Via Emilia 210, 40133 Bologna
  P.IVA 02118840372
  Fattura serie B numero 219 del 30/05/2025
  Tornitura alberi          6     180,00     1.080,00
  Totale                                     1.080,00
""",
        {"invoice_number": "B-219"},
    ),
    "a-short-series-with-a-point": (
        """
  SC Tâmplăria Cibin SRL             FACTURĂ FISCALĂ
  CUI RO22187743                     Ser. B nr 118
                                     din data 14.03.2025
  Masă stejar               4     850,00     3.400,00
  Total                                      3.400,00 lei
""",
        {"invoice_number": "B-118"},
    ),
    "a-series-in-a-column-of-its-own": (
        """
  Padaria Flor do Lis, Lda, NIF 507 220 118
  Rua Direita 4, 2400-110 Leiria
  Documento      Série      N.º        Data          Vencimento
  Fatura         C          3318       2025-07-02    2025-08-01
  Pão de mistura          400     0,85     340,00
  Total                                    340,00 EUR
""",
        {"invoice_number": "C-3318", "issue_date": "2025-07-02"},
    ),
    "a-series-before-a-number-with-its-year": (
        """
  Imprenta Guadalete SL              Serie         F
  CIF B11880244                      Número        2025/031
  C/ Porvera 20, 11403 Jerez         Fecha         02/02/2025
  Cliente: Bodegas del Marco SA      Vencimiento   04/03/2025
  Descripción           Cantidad    Precio      Importe
  Etiquetas               20.000     0,018     360,00
  Total                                        360,00 €
""",
        {"invoice_number": "F-2025/031"},
    ),
    "no-series-in-the-number-of-a-danfe": (
        """
  METALÚRGICA VALE LTDA              DANFE
  CNPJ 11.440.288/0001-19            Nº 000.018.447 SÉRIE 2
  AV. BRASIL 2200 - IPATINGA - MG    FOLHA 1/1
  DATA DA EMISSÃO
  10/06/2025
  VALOR TOTAL DA NOTA
  9.870,00
""",
        {"invoice_number": "000.018.447"},
    ),
    "the-number-of-an-instalment-is-none-of-the-document": (
        """
  MADEIRAS NORTE LTDA                DANFE
  CNPJ 05.330.118/0001-61            Nº 41882 SÉRIE 1
  DATA DA EMISSÃO
  05/10/2025
  FATURA
  Num.: 001 Venc.: 04/11/2025 Valor: R$ 5.000,00
  VALOR TOTAL DA NOTA
  5.000,00
""",
        {"invoice_number": "41882", "due_date": "2025-11-04"},
    ),
    "a-count-before-the-number": (
        """
  Menuiserie Garonne SARL            Facture de situation n° 2 – F25-0714
  14 quai des Chartrons, Bordeaux    Le 18/07/2025
  Travaux cumulés                    24 000,00
  Total TTC                          24 000,00 €
""",
        {"invoice_number": "F25-0714"},
    ),
    "a-date-under-its-own-heading-is-no-number": (
        """
  ΑΦΟΙ ΜΑΝΤΖΑΡΗ Ο.Ε.        Παραστατικό              Σειρά Αριθμός Ημερομηνία
  ΑΦΜ 099118427             Τιμολόγιο Πώλησης Β      1077     22/01/2025
  Νιπτήρας 60         6     85,00     510,00
  Σύνολο                              510,00 €
""",
        {"invoice_number": "1077", "issue_date": "2025-01-22"},
    ),
    "the-call-of-a-premium-has-its-number": (
        """
  Assurances Queyries                                    AGENCE WEB DU PORT
  12 quai des Queyries - 33072 Bordeaux                  13002 MARSEILLE
  APPEL DE PRIME N° 4418822
  Police HA RCP0118844
  Prime HT       Prime TTC
  412,84         450,00
  A régler avant le 15/02/2016
""",
        {"invoice_number": "4418822", "due_date": "2016-02-15"},
    ),
    "the-call-of-a-rent-has-the-number-of-its-coupon": (
        """
  AGENCE DU RHONE LAMY                                   SAS ATELIERS DU RHONE
  66 quai Charles de Gaulle, 69006 LYON                  18 RUE GARIBALDI, 69006 LYON
  APPEL DE LOYER                                         Lyon, le 20/06/2016
  N° DE COUPON : 16070044182
  LOYER BUREAUX                                          1 250,00
  SOLDE À PAYER (en €)                                   1 250,00
""",
        {"invoice_number": "16070044182", "issue_date": "2016-06-20"},
    ),
    "a-reference-under-the-title": (
        """
  DIM SOLUTION                                     INVOICE
  15 Rue Jean Jaures                               Ref. : IN1710-00042
  75012 Paris                                      Invoice date : 25/10/2017
  Keyboard           1     300.00     300.00
  Total inc. VAT                      300.00
""",
        {"invoice_number": "IN1710-00042", "issue_date": "2017-10-25"},
    ),
    "a-reference-beside-the-date": (
        """
  ALPHA MUSIC EUROPE SP. Z O.O.                    FAKTURA VAT
  UL. MLYNSKA 48
  01-171 WARSZAWA          CUSTOMER-NR    REFERENCE    DATE        PAGE
                           251077-000     0117298      31/07/24    1
  KEYBOARD           1     300,00     300,00
  TOTAL                    PLN        300,00
""",
        {"invoice_number": "0117298", "issue_date": "2024-07-31"},
    ),
    "a-reference-beside-a-number": (
        """
  BLUE SKY STUDIO                                  INVOICE
  44 Elm Street                                    Invoice no. : 1024
  Leeds LS1 2AB                                    Ref. : KX-77120
                                                   Date : 25/10/2017
  Design work      1    500.00   500.00
  Total                          500.00
""",
        {"invoice_number": "1024"},
    ),
    "a-reference-far-from-title-and-date": (
        """
  BLUE SKY STUDIO                                  INVOICE
  44 Elm Street
  Leeds LS1 2AB                                    Date : 25/10/2017


  Design work      1    500.00   500.00
  Total                          500.00


  Card payment
  Ref. : 77120418
""",
        {"invoice_number": None},
    ),
}


@pytest.mark.parametrize(("text", "wanted"), DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_number_and_dates(text: str, wanted: dict[str, str | None]) -> None:
    data = extract_locally(printed(text)).data.model_dump(mode="json")

    assert {field: data[field] for field in wanted} == wanted


@pytest.mark.parametrize(
    ("text", "others"),
    [
        pytest.param(
            """
  Talleres Ibaizabal, S.L.           FACTURA
  CIF B48771203                      Serie 001 Nº 4456
                                     Fecha 09/04/2025
  Cambio de aceite          1     148,20     148,20
  Total                                      148,20 €
""",
            ["4456"],
            id="a series of figures",
        ),
        pytest.param(
            """
  ΑΦΟΙ ΜΑΝΤΖΑΡΗ Ο.Ε.        Παραστατικό              Σειρά Αριθμός Ημερομηνία
  ΑΦΜ 099118427             Τιμολόγιο Πώλησης Β      1077     22/01/2025
  Νιπτήρας 60         6     85,00     510,00
  Σύνολο                              510,00 €
""",
            [],
            id="a series that was not found under its heading",
        ),
        pytest.param(
            """
  DIM SOLUTION                                     INVOICE
  15 Rue Jean Jaures                               Ref. : IN1710-00042
  75012 Paris                                      Invoice date : 25/10/2017
  Keyboard           1     300.00     300.00
  Total inc. VAT                      300.00
""",
            [],
            id="a reference",
        ),
    ],
)
def test_a_number_that_may_be_another_or_have_a_series_before_it_is_not_sure(text: str, others: list[str]) -> None:
    evidence = extract_locally(printed(text)).evidence["/invoice_number"]

    assert evidence.confidence is not None
    assert evidence.confidence < 0.9
    assert [one.value for one in evidence.alternatives] == others
