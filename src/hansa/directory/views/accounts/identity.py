"""Signing in through an identity provider by OpenID Connect, where one is configured.

allauth speaks the protocol: state, PKCE, the exchange of the code, the signature. Who is
let in is decided here and in the service; no page or rule of allauth's is used.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import (
    OpenIDConnectOAuth2Adapter,
)
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from hansa.chassis.asked import actor_of
from hansa.directory.services.accounts import identity as service
from hansa.directory.terms.accounts import Identity
from hansa.directory.views.accounts.browsers import let_in, onward_of
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

UNREADABLE = (OAuth2Error, RequestException, KeyError, TypeError, ValueError)
"""What an answer of a provider that is down, wrong or false ends in."""


class Exchange(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """Exchanges the code, and believes nothing that is not signed for this client."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Give the address that the provider sends people back to."""
        del app
        return request.build_absolute_uri(reverse("accounts:identity-return"))

    def _decode_id_token(self, app: Any, id_token: str) -> Any:
        """Read a token after its signature was checked.

        allauth leaves that out over a direct connection, which is only as good as its TLS.
        """
        self.did_fetch_access_token = False
        return super()._decode_id_token(app, id_token)

    def complete_login(self, *args: Any, **named: Any) -> Any:
        """Refuse what is said of one person and signed for another.

        Raises:
            OAuth2Error: there is no signed token, or it names somebody else.
        """
        login = super().complete_login(*args, **named)
        told = login.account.extra_data
        signed, said = told.get("id_token"), told.get("userinfo")
        if not signed or (said and said.get("sub") != signed.get("sub")):
            raise OAuth2Error("the signed token is missing or names another person")
        return login


class Gate(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Takes over from allauth as soon as the provider has said who somebody is."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in whom the service admits, and end allauth's own flow.

        Raises:
            ImmediateHttpResponse: always, with the page to go to.
            Refused: no account may be used.
        """
        told = sociallogin.account.extra_data
        said = told.get("userinfo") or told["id_token"]
        account_id = service.admit(
            actor_of(request),
            Identity(
                issuer=sociallogin.account.provider,
                subject=sociallogin.account.uid,
                mail=str(said.get("email") or ""),
                mail_is_verified=said.get("email_verified") is True,
            ),
        )
        let_in(request, account_id)
        onward = sociallogin.state.get("next") or reverse(settings.LOGIN_REDIRECT_URL)
        raise ImmediateHttpResponse(redirect(onward))

    def on_authentication_error(self, request: HttpRequest, *_: Any, **__: Any) -> None:
        """Say that nothing came of it, whatever the reason.

        Raises:
            Refused: always.
        """
        del request
        raise _failed()


def _failed() -> Refused:
    return Refused(
        "identity-failed",
        text("The sign-in through “{name}” failed.", name=settings.HANSA_OIDC_NAME),
        text("Try it once more from the sign-in page, or sign in with a password."),
    )


@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Send a browser to the identity provider.

    A link and no form: browsers forbid a form to end on another site under the content
    policy. All that a foreign page could cause by it is one's own sign-in.
    """
    provider = get_adapter(request).get_provider(request, settings.HANSA_OIDC_ISSUER)
    provider.oauth2_adapter_class = Exchange
    try:
        answer: HttpResponse = provider.redirect(
            request, process="login", next_url=onward_of(request)
        )
    except UNREADABLE as error:
        raise _failed() from error
    return answer


@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Take a browser back from the identity provider."""
    view = OAuth2CallbackView.adapter_view(
        Exchange(request, settings.HANSA_OIDC_ISSUER)
    )
    try:
        answer: HttpResponse = view(request)
    except UNREADABLE as error:
        raise _failed() from error
    return answer
