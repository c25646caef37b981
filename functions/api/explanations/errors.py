"""What happened when a call or an invoice failed, and what to do: one text for each code."""

from collections.abc import Mapping

from shared.errors import ErrorCode

ERRORS: Mapping[ErrorCode, str] = {
    ErrorCode.BAD_REQUEST: "The call is not valid. The sentence names the parameter; `details` has each of them.",
    ErrorCode.UNAUTHENTICATED: (
        "No API key, or one that is unknown, revoked or expired. Send `Authorization: Bearer <key>`."
    ),
    ErrorCode.FORBIDDEN: "The role of the key does not allow this call. `GET /api/me` lists what it allows.",
    ErrorCode.CROSS_SITE_REQUEST: "A page of another site sent the request. `CORS_ORIGINS` names those that may.",
    ErrorCode.MISDIRECTED_REQUEST: "With AUTH=off only calls from this machine, by its own name, are answered.",
    ErrorCode.TOO_MANY_FAILURES: "Too many wrong keys came from this address. Wait as long as `Retry-After` says.",
    ErrorCode.TOO_MANY_AT_ONCE: (
        "So much of this kind goes on already for this key. Wait as long as `Retry-After` says."
    ),
    ErrorCode.NOT_FOUND: "There is nothing at this address. The paths are in the OpenAPI document.",
    ErrorCode.METHOD_NOT_ALLOWED: "The address exists, but not for this method; `Allow` lists those that it takes.",
    ErrorCode.REQUEST_TIMEOUT: (
        "The body came too slowly, or paused too long. Nothing of it was taken: send it again."
    ),
    ErrorCode.LENGTH_REQUIRED: "This server needs a Content-Length; chunked bodies are not taken here.",
    ErrorCode.TOO_LARGE: "The request is larger than the limit. Send fewer files at once.",
    ErrorCode.UNSUPPORTED_MEDIA_TYPE: "The body has another Content-Type than the call takes, or is compressed.",
    ErrorCode.RANGE_NOT_SATISFIABLE: "The file does not have the range of bytes that was asked for.",
    ErrorCode.UNAVAILABLE: "A store or service that the call needs is away. Wait as long as `Retry-After` says.",
    ErrorCode.API_UNAVAILABLE: "The web server cannot reach the API. It may be starting: try again in a moment.",
    ErrorCode.BUSY: "Too much waits already. Wait as long as `Retry-After` says.",
    ErrorCode.INTERNAL_ERROR: (
        "A fault of the server. Its log has the cause under the `request_id`: name it when you ask for help."
    ),
    ErrorCode.INVOICE_NOT_FOUND: "There is no invoice of this id, or not any more.",
    ErrorCode.FILE_NOT_FOUND: (
        "The invoice is known, but its file is missing in the object store: an operator has to look."
    ),
    ErrorCode.FILE_CHANGED: "The stored bytes are not those that were uploaded: an operator has to look.",
    ErrorCode.TEXT_NOT_FOUND: "The document has not been read yet, or could not be.",
    ErrorCode.PAGE_NOT_FOUND: "The document has no page of this number, or no pages at all.",
    ErrorCode.ATTACHMENT_NOT_FOUND: "The e-invoice has no attached file of this number.",
    ErrorCode.KEY_NOT_FOUND: "There is no key of this id.",
    ErrorCode.OWN_KEY: "The key that is to be revoked is that of this call. `?own=true` says that it is meant.",
    ErrorCode.COMPANY_NOT_FOUND: "There is no own company of this id.",
    ErrorCode.SELLER_NOT_FOUND: "There is no seller of this id.",
    ErrorCode.EXPORT_NOT_FOUND: "There is no export of this id, or it was taken back.",
    ErrorCode.TEMPLATE_NOT_FOUND: "There is no export template of this name.",
    ErrorCode.TEMPLATE_FAILED: (
        "The export template cannot be filled in; the sentence says in which line and why, or which limit it reached."
    ),
    ErrorCode.TOO_MANY_TEMPLATES: "There are as many export templates as can be.",
    ErrorCode.PAYMENT_NOT_FOUND: "There is no payment file of this id, or it was taken back.",
    ErrorCode.CHANGES_GONE: (
        "Changes behind the cursor `after` are not kept any more (`RETENTION_DAYS`), so some would be missed. Read the "
        "lists again, then follow from the cursor that `after=now` answered before."
    ),
    ErrorCode.WEBHOOK_NOT_FOUND: "There is no webhook of this id.",
    ErrorCode.TOO_MANY_WEBHOOKS: "There are as many webhooks as can be.",
    ErrorCode.MESSAGE_NOT_FOUND: (
        "The webhook has no message of this id, or the change that it is about is not kept any more."
    ),
    ErrorCode.NOT_EXPRESSIBLE: (
        "The invoice lacks what an e-invoice must state, or its figures contradict each other; `details` "
        "name the rules."
    ),
    ErrorCode.NOT_PAYABLE: (
        "A transfer in euros needs an IBAN, a name and an amount that is due; one of them is missing. Of a payment "
        "file, `details` say for each invoice what is in the way."
    ),
    ErrorCode.ACCOUNT_CHANGED: (
        "The account is none that earlier invoices of the seller named. Ask the seller before you pay."
    ),
    ErrorCode.TOO_MANY_COMPANIES: "There are as many own companies as can be.",
    ErrorCode.INVALID_STATE: (
        "The invoice is in a state that does not allow this. Read it again: somebody was faster."
    ),
    ErrorCode.INVALID_DATA: (
        "The corrected data is not valid; `details` has a `pointer` and a sentence for each value."
    ),
    ErrorCode.NO_PREVIEW_DATA: "There is no data yet that could be confirmed.",
    ErrorCode.VERSION_MISMATCH: (
        "Somebody changed the invoice since the version in If-Match. Read it again, look, and decide anew."
    ),
    ErrorCode.FINDINGS_OPEN: (
        "The checks found something that the call does not accept; `details` are the findings as they are now."
    ),
    ErrorCode.NO_FILE: "The call has no file. Send multipart/form-data with one or more parts named `file`.",
    ErrorCode.NO_USABLE_FILE: "None of the files can be accepted; `details` has the reason for each.",
    ErrorCode.EMPTY_FILE: "The file has no bytes.",
    ErrorCode.FILE_TOO_LARGE: "The file is larger than `MAX_UPLOAD_MB`.",
    ErrorCode.TOO_MANY_FILES: "More files than `MAX_FILES_PER_UPLOAD`: send the rest by another call.",
    ErrorCode.UNSUPPORTED_TYPE: (
        "The bytes are no kind of document that can be read. `GET /api/me` lists those that can."
    ),
    ErrorCode.XML_IS_NO_INVOICE: "The XML is well-formed, but none of the e-invoices that are read.",
    ErrorCode.EINVOICE_NOT_READ: "An e-invoice of a kind, or with content, that is not read. Upload its PDF.",
    ErrorCode.NO_DOCUMENT_INSIDE: (
        "The e-mail or archive has no document that can be read; the parts beside it say what each of them is."
    ),
    ErrorCode.NESTED_TOO_DEEPLY: (
        "The file is in an archive or e-mail, within another one, within more of them. Send it by itself."
    ),
    ErrorCode.IDEMPOTENCY_KEY_REUSED: (
        "Another upload was made with this Idempotency-Key. A new upload needs a key of its own."
    ),
    ErrorCode.IDEMPOTENCY_KEY_IN_USE: (
        "The first upload with this Idempotency-Key is still being taken. Send it again after `Retry-After`."
    ),
    ErrorCode.COMPRESSED_TOO_MUCH: (
        "The file would become far larger than its archive, as in an attack. Send it by itself if it is none."
    ),
    ErrorCode.UNREADABLE_DOCUMENT: "The file is damaged, or is not what it claims to be. Upload a new copy.",
    ErrorCode.ENCRYPTED_DOCUMENT: "The PDF is protected by a password. Unlock it, or upload a copy without.",
    ErrorCode.WRONG_PASSWORD: "The password does not open the PDF.",
    ErrorCode.TOO_MANY_PASSWORDS: "Five wrong passwords within a minute. Wait as long as `Retry-After` says.",
    ErrorCode.EMPTY_DOCUMENT: "The document has no content that could be read.",
    ErrorCode.TOO_MANY_PAGES: "More pages than `MAX_PAGES`. Upload those of the invoice alone.",
    ErrorCode.TOO_MANY_PIXELS: "A picture larger than `MAX_PIXELS`. Scan it again with fewer dots.",
    ErrorCode.READING_TIMEOUT: "Reading took longer than is allowed, also when it was tried again.",
    ErrorCode.WORKER_LOST: (
        "The process that read the document ended each time: the document may be hostile. An operator has to look."
    ),
    ErrorCode.MODEL_SETUP: "The language model is not configured correctly: an operator has to look.",
    ErrorCode.MODEL_REFUSED_KEY: "The language model's server refuses our key: an operator has to look.",
    ErrorCode.MODEL_NOT_FOUND: "The language model's server does not know `OPENAI_MODEL`.",
    ErrorCode.MODEL_QUOTA: "The quota of the language model is used up. Retry the invoice once there is more.",
    ErrorCode.MODEL_ANSWER: (
        "The language model gave no usable answer for this document, also when it was asked again."
    ),
    ErrorCode.MODEL_REFUSAL: "The language model declined to read this document.",
    ErrorCode.MODEL_ANSWER_TRUNCATED: "The language model's answer was longer than is allowed.",
    ErrorCode.OTHER: "A stored error of a version whose code this one does not know; its sentence is kept.",
}
"""Code of an error -> what happened, and what to do."""
