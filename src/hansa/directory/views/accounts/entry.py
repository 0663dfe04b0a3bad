"""The door: signing in and out, and setting a password by a link."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from hansa.chassis.asked import actor_of
from hansa.chassis.language import language_from
from hansa.chassis.toasts import say_done
from hansa.directory.forms.accounts import AskResetForm, NewPasswordForm, SignInForm
from hansa.directory.reads import accounts as reads
from hansa.directory.services.accounts import passwords, sessions
from hansa.directory.views.accounts.attempts import NOT_TAKEN, SHOWN, attempt
from hansa.directory.views.accounts.browsers import let_in, onward_of
from hansa.kernel.text import text


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by name and password, and go where one was led from."""
    onward = onward_of(request)
    if request.method != "POST":
        if not reads.is_public(actor_of(request)):
            return redirect(onward)
        form = SignInForm(request)
    else:
        form = SignInForm(request, request.POST)
        if form.is_valid() and form.account is not None:
            let_in(request, form.account.pk)
            return redirect(onward)
    return render(
        request,
        "directory/account_sign_in.html",
        {"form": form, "next": onward, "provider": settings.HANSA_OIDC_NAME},
        status=NOT_TAKEN if form.errors else SHOWN,
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session of this browser."""
    sessions.leave_session(actor_of(request), request.session.session_key)
    logout(request)
    say_done(request, text("You are signed out."))
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
def ask_reset(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail; the answer is the same whoever was named."""
    form = AskResetForm(request.POST if request.method == "POST" else None)
    if settings.HANSA_MAIL and form.is_valid():
        passwords.mail_links_later.enqueue(
            form.cleaned_data["written"],
            f"{settings.HANSA_ADDRESS}{reverse('accounts:reset')}",
            language_from(get_language()),
            actor_of(request).at.isoformat(),
        )
        say_done(
            request,
            text(
                "If there is such an account, a mail with a link is on its way to it. It "
                "may take a few minutes."
            ),
        )
        return redirect("accounts:sign-in")
    return render(
        request,
        "directory/account_reset.html",
        {"form": form, "can_mail": settings.HANSA_MAIL},
        status=NOT_TAKEN if form.errors else SHOWN,
    )


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def reset_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Set a password by a link, once."""
    actor = actor_of(request)
    username = reads.get_link(secret, actor.at)
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    status = SHOWN
    if form.is_bound:
        status = attempt(
            form,
            lambda: passwords.use_link(actor, secret, form.cleaned_data["password"]),
            {"password-weak": "password"},
        )
        if status == SHOWN:
            say_done(request, text("The password is set. Sign in with it."))
            return redirect("accounts:sign-in")
    context = {"form": form, "username": username}
    return render(request, "directory/account_reset_link.html", context, status=status)
