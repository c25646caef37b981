"""Permanent errors of a model. Temporary ones are `shared.errors.UnavailableError`."""

from shared.errors import AppError, ErrorCode


class ModelSetupError(AppError):
    """The request cannot succeed until an operator changes something."""

    code = ErrorCode.MODEL_SETUP
    status = 502
    message = "The model that reads invoices does not accept our requests. Please tell your administrator."


class ModelKeyRefusedError(ModelSetupError):
    """401 or 403."""

    code = ErrorCode.MODEL_REFUSED_KEY
    message = "The model's server refuses our key. An administrator has to check OPENAI_API_KEY."


class ModelNotFoundError(ModelSetupError):
    """404."""

    code = ErrorCode.MODEL_NOT_FOUND
    message = "The model's server does not know this model. An administrator has to check OPENAI_MODEL and _BASE_URL."


class ModelQuotaError(ModelSetupError):
    """A permanent 429: the account's quota is used up."""

    code = ErrorCode.MODEL_QUOTA
    message = "The account at the model's server is used up. An administrator has to look at it."


class ModelAnswerError(AppError):
    """The model's answer is not usable; the same request would give the same answer."""

    code = ErrorCode.MODEL_ANSWER
    status = 502
    message = "The model gave no usable answer for this document."


class ModelRefusalError(ModelAnswerError):
    """The model, or a filter before it, declined to answer."""

    code = ErrorCode.MODEL_REFUSAL
    message = "The model declined to read this document."


class ModelTruncatedError(ModelAnswerError):
    """The answer was cut at the model's limit, and the document cannot be cut smaller."""

    code = ErrorCode.MODEL_ANSWER_TRUNCATED
    message = "The model's answer for this document is longer than it may be."
