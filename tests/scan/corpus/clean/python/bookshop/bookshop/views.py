from django.middleware.csrf import get_token
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from rest_framework_simplejwt.tokens import RefreshToken

CSRF_FIELD = "csrfmiddlewaretoken"


def login_form(request):
    return render(request, "login.html", {"csrf_token": get_token(request), "token_field": CSRF_FIELD})


@require_POST
def token(request):
    refresh = RefreshToken.for_user(request.user)
    refresh["shop"] = request.shop.slug
    return JsonResponse({"refresh": str(refresh), "access": str(refresh.access_token)})


@require_POST
def logout(request):
    RefreshToken(request.POST["refresh_token"]).blacklist()
    response = JsonResponse({"detail": "logged out"})
    response.delete_cookie("jwt_token")
    return response
