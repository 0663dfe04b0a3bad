"""What Django's fields say of what was typed, so that our own catalogue has its Chinese.

Django's catalogue translates these word by word, and not all of them. Of one msgid ours
goes before it, so every form speaks our Chinese without a word of its own; in English the
sentences stay as they are. A test holds the list whole when Django is changed.
"""

from hansa.kernel.text import mark


def mark_counted(one: str, more: str) -> tuple[str, str]:
    """Mark a sentence that counts for the catalogue, and give both its forms."""
    return one, more


FORM_WORDS = (
    mark("This field is required."),
    mark("Enter a whole number."),
    mark("Enter a number."),
    mark("Enter a valid date."),
    mark("Enter a valid time."),
    mark("Enter a valid date/time."),
    mark("Enter a valid duration."),
    mark("The number of days must be between {min_days} and {max_days}."),
    mark("No file was submitted. Check the encoding type on the form."),
    mark("No file was submitted."),
    mark("The submitted file is empty."),
    mark("Please either submit a file or check the clear checkbox, not both."),
    mark(
        "Upload a valid image. The file you uploaded was either not an image or a "
        "corrupted image."
    ),
    mark("Enter a valid URL."),
    mark("Select a valid choice. %(value)s is not one of the available choices."),
    mark("Select a valid choice. That choice is not one of the available choices."),
    mark("“%(pk)s” is not a valid value."),
    mark("Enter a list of values."),
    mark("Enter a complete value."),
    mark("Enter a valid UUID."),
    mark("Enter a valid JSON."),
    mark("(Hidden field %(name)s) %(error)s"),
    mark("Enter a valid value."),
    mark("Enter a valid domain name."),
    mark("Enter a valid integer."),
    mark("Enter a valid email address."),
    mark(
        "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."
    ),
    mark(
        "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or "
        "hyphens."
    ),
    mark("Enter a valid %(protocol)s address."),
    mark("This is not a valid IPv6 address."),
    mark("IPv4"),
    mark("IPv6"),
    mark("IPv4 or IPv6"),
    mark("Enter only digits separated by commas."),
    mark("Ensure this value is %(limit_value)s (it is %(show_value)s)."),
    mark("Ensure this value is less than or equal to %(limit_value)s."),
    mark("Ensure this value is greater than or equal to %(limit_value)s."),
    mark("Ensure this value is a multiple of step size %(limit_value)s."),
    mark(
        "Ensure this value is a multiple of step size %(limit_value)s, starting from "
        "%(offset)s, e.g. %(offset)s, %(valid_value1)s, %(valid_value2)s, and so on."
    ),
    mark(
        "File extension “%(extension)s” is not allowed. Allowed extensions are: "
        "%(allowed_extensions)s."
    ),
    mark("Null characters are not allowed."),
    mark("The password is too similar to the %(verbose_name)s."),
    mark("This password is too common."),
    mark("This password is entirely numeric."),
    mark("Please correct the duplicate data for %(field)s."),
    mark("Please correct the duplicate data for %(field)s, which must be unique."),
    mark(
        "Please correct the duplicate data for %(field_name)s which must be unique for "
        "the %(lookup)s in %(date_field)s."
    ),
    mark("Please correct the duplicate values below."),
    mark("The inline value did not match the parent instance."),
    mark(
        "ManagementForm data is missing or has been tampered with. Missing fields: "
        "%(field_names)s. You may need to file a bug report if the issue persists."
    ),
)
"""Every sentence that a field, a form or a password can be refused with."""

COUNTED_FORM_WORDS = (
    mark_counted(
        "Ensure this value has at least %(limit_value)d character (it has "
        "%(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has "
        "%(show_value)d).",
    ),
    mark_counted(
        "Ensure this value has at most %(limit_value)d character (it has "
        "%(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has "
        "%(show_value)d).",
    ),
    mark_counted(
        "Ensure this filename has at most %(max)d character (it has %(length)d).",
        "Ensure this filename has at most %(max)d characters (it has %(length)d).",
    ),
    mark_counted(
        "Ensure that there are no more than %(max)s digit in total.",
        "Ensure that there are no more than %(max)s digits in total.",
    ),
    mark_counted(
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s decimal places.",
    ),
    mark_counted(
        "Ensure that there are no more than %(max)s digit before the decimal point.",
        "Ensure that there are no more than %(max)s digits before the decimal point.",
    ),
    mark_counted(
        "Please submit at most %(num)d form.", "Please submit at most %(num)d forms."
    ),
    mark_counted(
        "Please submit at least %(num)d form.", "Please submit at least %(num)d forms."
    ),
    mark_counted(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
)
"""The same of those that count: the form for one, and the form for more."""
