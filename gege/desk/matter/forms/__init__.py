"""What a person types for each move, and the deed that takes it."""

from collections.abc import Mapping
from typing import Final

from gege.desk.matter.forms.base import MoveForm
from gege.desk.matter.forms.calling import CallBackForm, CloseForm, ReopenForm
from gege.desk.matter.forms.handling import (
    AcceptForm,
    AcknowledgeForm,
    CompleteForm,
    HandleInPlaceForm,
    ReturnForm,
    SendBackForm,
    VerifyForm,
)
from gege.desk.matter.forms.instructing import DispatchForm, ReassignForm, RuleForm
from gege.desk.matter.forms.merging import MergeForm
from gege.desk.matter.forms.placing import PlaceForm
from gege.desk.matter.forms.rising import (
    DeclineForm,
    DowngradeForm,
    EscalateForm,
    SkipLevelForm,
    TriageForm,
)
from gege.desk.matter.forms.talking import AttachForm, NoteForm, ReplyForm, UrgeForm
from gege.desk.matter.forms.timing import (
    AskExtensionForm,
    ExtendForm,
    PauseForm,
    RefuseExtensionForm,
    ResumeForm,
)
from gege.matters.api import Move

_FORMS: Final = (
    AcceptForm,
    AcknowledgeForm,
    AskExtensionForm,
    AttachForm,
    CallBackForm,
    CloseForm,
    CompleteForm,
    DeclineForm,
    DispatchForm,
    DowngradeForm,
    EscalateForm,
    ExtendForm,
    HandleInPlaceForm,
    MergeForm,
    NoteForm,
    PauseForm,
    PlaceForm,
    ReassignForm,
    RefuseExtensionForm,
    ReopenForm,
    ReplyForm,
    ResumeForm,
    ReturnForm,
    RuleForm,
    SendBackForm,
    SkipLevelForm,
    TriageForm,
    UrgeForm,
    VerifyForm,
)
FORMS: Final[Mapping[Move, type[MoveForm]]] = {form.move: form for form in _FORMS}

__all__ = ["FORMS", "MoveForm"]
