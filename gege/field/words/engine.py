"""The texts of the handheld's engine: entering, unlocking, and what happens at the door."""

from django.utils.translation import gettext_noop as _

TEXTS = (
    _("%(n)s entries are not sent yet and would be lost."),
    _("%(n)s entry is not sent yet and would be lost."),
    _("At least six digits."),
    _(
        "By the clock of this phone, the platform has not been heard from for a long "
        "time. Nothing is lost: connect to a network, and the app opens again. Look also "
        "whether the date of this phone is right."
    ),
    _("Choose a PIN"),
    _("Code of this terminal"),
    _("Connect first"),
    _("Digits only."),
    _("Enter"),
    _("Enter anew"),
    _("Entering…"),
    _("Everything on this phone was removed after five wrong PINs, or because you chose so."),
    _("Gege handheld"),
    _("It did not work. Please try again."),
    _("Locked"),
    _("Log-in name"),
    _("Not on this browser"),
    _("One moment"),
    _("Open"),
    _("PIN"),
    _("PIN forgotten"),
    _("Password"),
    _("Please fill this in."),
    _("Remove everything"),
    _("Removed"),
    _(
        "Six digits or more. It opens the app on this phone, also without a network. "
        "Nobody can tell it to you if you forget it."
    ),
    _("The PIN once more"),
    _("The handheld needs a current browser, and an address that begins with https."),
    _("The platform cannot be reached yet."),
    _("The platform cannot be reached. Entering for the first time needs a network."),
    _("The platform was not heard from for too long. Everything on this phone was removed."),
    _("The two PINs differ."),
    _("This PIN is too easy to guess."),
    _("This PIN is wrong. %(n)s tries left."),
    _("This PIN is wrong. %(n)s try left."),
    _("This PIN is wrong. After one more wrong PIN everything on this phone is removed."),
    _("This phone belongs to another worker. They have to leave it first."),
    _("This phone has no room left. Free some and try again."),
    _("This terminal was withdrawn. Everything on this phone was removed."),
    _("Try now"),
    _("With the log-in name and password of your account."),
    _(
        "Without the PIN nothing on this phone can be read. Removing everything makes the"
        " phone ready to enter anew."
    ),
    _("You have left this phone. Everything on it was removed."),
    _("Your grid, the map and the handbook are being fetched."),
    _("Your station was given it when the phone was handed over."),
)
