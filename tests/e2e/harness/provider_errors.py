"""What a client gets for each recorded error of a provider: (status, code); no code: any."""

CONTEXT = (400, "context_length_exceeded")
CREDENTIAL = (502, "upstream_authentication")  # ours, so never the client's 401
OUT_OF_MONEY = (503, "upstream_quota")
NO_MODEL = (404, "model_not_found")
RATE = (429, "rate_limit_exceeded")
REQUEST = (400, None)
DOWN = (503, None)

EXPECTED = {
    "openai/error_400_context_length": CONTEXT,
    "openai/error_400_image_url": REQUEST,
    "openai/error_400_unsupported_role_o1mini": REQUEST,
    "openai/error_401_invalid_key": CREDENTIAL,
    "openai/error_404_model": NO_MODEL,
    "openai/error_429_insufficient_quota": OUT_OF_MONEY,
    "openai/error_429_rpm_retry_after": RATE,
    "openai/error_429_tpm_gpt41nano": RATE,
    "openai/error_429_tpm_request_too_large": RATE,
    "openai/error_500_server_error": DOWN,
    "openai/error_502_html": DOWN,
    "openai/error_503_overloaded": DOWN,
    "deepseek/error_400_context_length": CONTEXT,
    "deepseek/error_400_image_url_unsupported": REQUEST,
    "deepseek/error_401": CREDENTIAL,
    "deepseek/error_402_insufficient_balance": OUT_OF_MONEY,
    "deepseek/error_422_bad_role": REQUEST,
    "deepseek/error_429_rate_limit": RATE,
    "deepseek/error_503_overloaded": DOWN,
    "perplexity/error_400": CONTEXT,
    "perplexity/error_400_2025": CONTEXT,
    "perplexity/error_400_2026_01": CONTEXT,
    "perplexity/error_400_tools_unsupported": REQUEST,
    "perplexity/error_401": CREDENTIAL,
    "perplexity/error_401_html_2025": CREDENTIAL,
    "perplexity/error_429_rate_limit": RATE,
    "xai/error_400_context_length": CONTEXT,
    "xai/error_400_invalid_key": CREDENTIAL,
    "xai/error_403_permission": CREDENTIAL,
    "xai/error_404_model": NO_MODEL,
    "xai/error_429_credits": OUT_OF_MONEY,
    "openrouter/error_400_context_length": CONTEXT,
    "openrouter/error_400_provider_raw_2025": CONTEXT,
    "openrouter/error_401": CREDENTIAL,
    "openrouter/error_402_credits": OUT_OF_MONEY,
    "openrouter/error_403_moderation": (400, "content_filter"),
    "openrouter/error_429_upstream": RATE,
    "openrouter/error_502_provider": DOWN,
    "openrouter/error_503_no_provider": DOWN,
}
