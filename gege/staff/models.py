"""Accounts and the posts they hold."""

from datetime import date
from typing import ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Func, Value
from django.utils.translation import gettext_lazy as _

from gege.kernel.ids import new_uid
from gege.staff.duty import models as _duty  # noqa: F401 - Django looks for tables here
from gege.staff.factor import models as _factor  # noqa: F401 - Django looks for tables here
from gege.staff.rules.logins import MAX_LENGTH
from gege.staff.rules.roles import POST_ROLES

ONE_RESPONSIBLE_WORKER: Final = "one_responsible_worker_per_grid"
ONE_SUBSTITUTE: Final = "one_substitute_per_grid"


class AccountManager(BaseUserManager["Account"]):
    """Accounts are found by the exact log-in name only.

    Spellings are made one in `rules.logins.normalised`, before the failures are counted: a
    lenient search here would hand out fresh attempts for each spelling.
    """

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login_name=username)


class Account(AbstractBaseUser):
    """A person who may log in. What he sees comes from his posts alone."""

    personal_fields: ClassVar[tuple[str, ...]] = ("login_name", "display_name", "phone")

    ZH, EN = "zh-hans", "en"

    login_name = models.CharField(max_length=MAX_LENGTH, unique=True, db_collation="C")
    display_name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    language = models.CharField(
        max_length=8, choices=((ZH, "简体中文"), (EN, "English")), default=ZH
    )
    large_print = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "login_name"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("account")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(login_name__regex=r"^[a-z0-9][a-z0-9._-]{1,31}$"),
                name="login_name_has_one_spelling",
            ),
            models.CheckConstraint(condition=~models.Q(display_name=""), name="account_has_a_name"),
        )

    def __str__(self) -> str:
        return self.display_name


class Post(models.Model):
    """A role in a unit on [valid_from, valid_to) (R-015).

    One grid has one responsible worker at any moment: the database refuses a second one, also
    from two transactions at once. Substitutes stand beside him.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("note",)

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, db_collation="C")
    unit = models.ForeignKey("territory.Unit", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    substitute = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=("unit", "role"), name="posts_of_a_unit"),)
        constraints = (
            ExclusionConstraint(
                name=ONE_RESPONSIBLE_WORKER,
                expressions=(
                    (Func("unit", "unit", Value("[]"), function="int8range"), "&&"),
                    (Func("valid_from", "valid_to", function="daterange"), "&&"),
                ),
                condition=models.Q(role="grid_worker", substitute=False),
            ),
            ExclusionConstraint(
                name=ONE_SUBSTITUTE,
                expressions=(
                    (Func("unit", "unit", Value("[]"), function="int8range"), "&&"),
                    (Func("valid_from", "valid_to", function="daterange"), "&&"),
                ),
                condition=models.Q(substitute=True),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[str(role) for role in POST_ROLES]),
                name="post_has_a_known_role",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="post_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(substitute=False)
                | models.Q(role="grid_worker", valid_to__isnull=False),
                name="substitute_stands_in_a_grid_for_stated_days",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role}@{self.unit_id}"


class WallScreen(models.Model):
    """A browser that hangs on a wall, so that it can be found and ended from elsewhere.

    It is open while its session is: a session that ends in any way takes the wall with it.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    session_key = models.CharField(max_length=40, unique=True, db_collation="C")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("territory.Unit", on_delete=models.PROTECT, related_name="+")
    home = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("opened_at")),
                name="a_wall_is_over_after_it_is_opened",
            ),
        )

    def __str__(self) -> str:
        return self.home


def holding(day: date) -> models.Q:
    """Posts that hold on a day."""
    return models.Q(valid_from__lte=day) & (models.Q(valid_to=None) | models.Q(valid_to__gt=day))
