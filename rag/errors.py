"""Every error that a user may meet, as one tree.

RagError
├── SettingsError
├── UsageError
├── IngestError
│   ├── UnsupportedFormat
│   ├── UnreadableDocument
│   ├── EmptyDocument
│   ├── EncryptedDocument
│   └── DocumentTooLarge
├── CollectionMismatch
├── ModelError
│   ├── ModelUnavailable
│   ├── ModelTimeout
│   ├── ModelRefused
│   └── MalformedReply
├── StorageError
│   ├── DataDirectoryLocked
│   └── UnknownWorkspace
├── KnowledgeError
└── ExportError

The message is for the person at the screen: which file or step, what happened, what to do. `code` is the stable name that
the command line prints; `retryable` says whether the same call may succeed later without a change.
"""


class RagError(Exception):
    """Base of every expected failure."""

    code = "error"
    retryable = False


class SettingsError(RagError):
    """A setting is missing, misspelt or out of range; the message names it."""

    code = "settings"


class UsageError(RagError):
    """The request itself makes no sense: an unknown workspace name form, format or question id."""

    code = "usage"


class IngestError(RagError):
    """A document could not be taken in; the others of its batch are unaffected."""

    code = "ingest"


class UnsupportedFormat(IngestError):
    """No reader exists for this kind of file."""

    code = "unsupported_format"


class UnreadableDocument(IngestError):
    """The file is damaged, or is not what its name says."""

    code = "unreadable"


class EmptyDocument(IngestError):
    """The file holds no bytes or no content."""

    code = "empty"


class EncryptedDocument(IngestError):
    """The file needs a password."""

    code = "encrypted"


class DocumentTooLarge(IngestError):
    """The file, or what it unpacks to, is over a limit."""

    code = "too_large"


class CollectionMismatch(RagError):
    """An index was built by another model or chunker than the one now configured."""

    code = "collection_mismatch"


class ModelError(RagError):
    """A language model could not be used."""

    code = "model"


class ModelUnavailable(ModelError):
    """The endpoint cannot be reached, or refuses the key or the model name."""

    code = "model_unavailable"
    retryable = True


class ModelTimeout(ModelError):
    """The endpoint did not answer in time."""

    code = "model_timeout"
    retryable = True


class ModelRefused(ModelError):
    """The model declined to answer."""

    code = "model_refused"


class MalformedReply(ModelError):
    """The reply is cut off, or is not what the protocol or the schema asks for."""

    code = "malformed_reply"
    retryable = True


class StorageError(RagError):
    """The record or a file beside it cannot be read or written."""

    code = "storage"


class DataDirectoryLocked(StorageError):
    """Another process holds the data directory; the message names it."""

    code = "data_directory_locked"
    retryable = True


class UnknownWorkspace(StorageError):
    """No workspace has this name; the message lists those that exist."""

    code = "unknown_workspace"


class KnowledgeError(RagError):
    """A file under corpus/ does not hold to its schema; the message names file, entry and field."""

    code = "knowledge"


class ExportError(RagError):
    """A proposal could not be written in one of the formats."""

    code = "export"
