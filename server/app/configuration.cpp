#include <server/app/configuration.h>
#include <shared/base/money.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace beaver::app {

namespace {

using ops::OptionDeclaration;
using Type = OptionDeclaration::Type;

OptionDeclaration text(std::string name, std::string help, std::string defaultValue = {})
{
    return {Type::Text, std::move(name), std::move(help), std::move(defaultValue), false, 0, 0, {}, false};
}

OptionDeclaration secret(std::string name, std::string help)
{
    return {Type::Text, std::move(name), std::move(help), {}, true, 0, 0, {}, false};
}

OptionDeclaration number(std::string name, std::string help, std::int64_t defaultValue, std::int64_t least,
                         std::int64_t most)
{
    return {Type::Number, std::move(name), std::move(help), std::to_string(defaultValue), false, least, most, {},
            false};
}

OptionDeclaration choice(std::string name, std::string help, std::vector<std::string> choices)
{
    std::string first = choices.front();
    return {Type::Choice, std::move(name), std::move(help), std::move(first), false, 0, 0, std::move(choices), false};
}

OptionDeclaration numbered(OptionDeclaration option)
{
    option.numbered = true;
    return option;
}

std::vector<OptionDeclaration> declare()
{
    std::vector<OptionDeclaration> all{
        text("BEAVER_LISTEN", "Address and port to listen on, or several divided by commas; port 0 takes a free one.",
             "127.0.0.1:8000"),
        text("DATABASE_URL", "Where everything is kept: sqlite:///./FILE (relative) or sqlite:////FILE (absolute).",
             "sqlite:///./beaver.db"),
        choice("BEAVER_DURABILITY", "What a committed charge survives: a killed process, or a power cut too.",
               {"commit", "strict"}),
        secret("BEAVER_SECRET_KEY",
               "Master key: at least 32 characters. Without it one is made in FILE.key beside the database."),
        text("BEAVER_ADMIN_EMAIL",
             "E-mail of the first administrator. Without it one is made up and its password is shown once."),
        secret("BEAVER_ADMIN_PASSWORD", "Password of the first administrator."),
        choice("BEAVER_PLANS", "Plans written into a new database.", {"beaver", "bluesminds", "credit"}),
        choice("BEAVER_PRICING", "How list prices become sale prices.",
               {"category_markup", "pass_through", "flat_per_token"}),
        number("BEAVER_WEBHOOK_RETRY_MS", "Pause after a webhook failed; doubles each time, up to six hours.", 5'000, 1,
               21'600'000),
        number("BEAVER_WEBHOOK_ATTEMPTS", "Attempts until a webhook is switched off.", 12, 1, 100),
        number("BEAVER_WEBHOOK_TIMEOUT_MS", "Time for a webhook's receiver to answer.", 15'000, 10, 300'000),
        choice("BEAVER_WEBHOOK_PRIVATE",
               "Whether webhooks of plain accounts may reach addresses that aren't of the public internet.",
               {"off", "on"}),
        text("BEAVER_LOW_BALANCE",
             "Balance in USD below which an account is told, where it has set none itself; 0 for never.", "0"),
        number("BEAVER_RECALCULATE_S",
               "Seconds between two recalculations of the pricing categories; 0 for none by itself.", 86'400, 0,
               31'536'000),
        text("CORS_ORIGINS", "Origins that may call from a browser, divided by commas."),
        text("BEAVER_TRUSTED_PROXIES",
             "Addresses, or blocks such as 172.16.0.0/12, of proxies whose X-Forwarded-For counts, divided by commas."),
        text("BEAVER_METRICS_ALLOW",
             "Addresses that read /metrics without a credential, divided by commas; never what a proxy forwarded.",
             "127.0.0.1,::1"),
        text("BEAVER_PUBLIC_URL",
             "Where people find this gateway: https://HOST, without a path; links in mails begin with it."),
        choice("BEAVER_REGISTRATION", "Who may make an account at /auth/register.", {"open", "invite", "closed"}),
        choice("BEAVER_EMAIL_VERIFICATION",
               "Whether an account is made only once its address has been proved by a mail.", {"off", "required"}),
        number("BEAVER_REGISTRATIONS_PER_HOUR", "Registrations from one address in an hour; 0 for no limit.", 20, 0,
               1'000'000),
        text("BEAVER_OIDC_ISSUER", "An OpenID Connect provider that people may sign in with: its issuer, https://…"),
        text("BEAVER_OIDC_NAME", "What people call it.", "Single sign-on"),
        text("BEAVER_OIDC_CLIENT_ID", "What the provider calls this gateway."),
        secret("BEAVER_OIDC_CLIENT_SECRET", "Its secret there; none for a public client."),
        text("BEAVER_GOOGLE_CLIENT_ID", "Sign-in with Google: the client's id."),
        secret("BEAVER_GOOGLE_CLIENT_SECRET", "Its secret."),
        text("BEAVER_GITHUB_CLIENT_ID", "Sign-in with GitHub: the client's id."),
        secret("BEAVER_GITHUB_CLIENT_SECRET", "Its secret."),
        text("BEAVER_GITHUB_URL", "GitHub's address, or that of an Enterprise server.", "https://github.com"),
        secret("SMTP_URL",
               "Where mail goes out: smtp://USER:PASSWORD@HOST:PORT or smtps://…, both percent-encoded. Without "
               "it mail is written to the log and the outbox."),
        text("SMTP_CA_FILE", "Certificates (PEM) that the mail server's may be signed by; without it, the system's."),
        text("MAIL_FROM", "Sender of mail: an address, or Name <address>.", "Beaver <beaver@localhost>"),
        number("BEAVER_MAIL_RETRY_MS", "Pause after mail wasn't taken; doubles each time, up to six hours.", 30'000, 1,
               21'600'000),
        number("BEAVER_MAIL_ATTEMPTS", "Attempts until mail is given up.", 12, 1, 1'000),
        choice("ENV", "prod refuses weak settings.", {"dev", "prod"}),
        text("BEAVER_FILES",
             "Folder for uploaded files and the results of batches; without it, FILE.files beside the database."),
        number("BEAVER_FILE_MAX_BYTES", "Largest file that is uploaded. A body is in memory while it arrives.",
               64 * 1024 * 1024, 1024, 200 * 1024 * 1024),
        number("BEAVER_FILES_PER_ACCOUNT", "What all files of an account may come to, in bytes.",
               10LL * 1024 * 1024 * 1024, 0, 1LL << 60),
        number("BEAVER_BATCH_PERCENT", "What a line of a batch costs, in percent of the sale price.", 50, 1, 100),
        number("BEAVER_BATCH_CONCURRENCY", "Lines of batches that run at once.", 8, 1, 256),
        choice("BEAVER_FINE_TUNING",
               "Whether keys with the scope 'fine_tuning' may start jobs. The operator pays the provider for training "
               "and charges nobody, so everyone with that scope must be trusted.",
               {"off", "on"}),
        choice("BEAVER_STORE_RESPONSES",
               "Whether responses of /v1/responses are kept where a request doesn't say 'store'.", {"on", "off"}),
        choice("BEAVER_ACCESS_LOG", "One JSON line for each request on standard output.", {"on", "off"}),
        number("BEAVER_LOOPS", "Event loops; 0 is one for each core.", 0, 0, 256),
        number("BEAVER_DRAIN_S", "Seconds that calls under way may go on after SIGTERM.", 30, 0, 3600),
        number("BEAVER_MAX_BODY", "Largest body of a chat call, in bytes.", 10 * 1024 * 1024, 1024, 1024 * 1024 * 1024),
        number("BEAVER_MAX_CONNECTIONS", "Connections at once.", 20'000, 1, 1'000'000),
        number("BEAVER_MAX_CONNECTIONS_PER_ADDRESS", "Connections at once from one address; 0 for no limit.", 256, 0,
               1'000'000),
        number("BEAVER_HEADER_TIMEOUT_MS", "Time for a request's headers to arrive.", 10'000, 100, 600'000),
        number("BEAVER_KEEP_ALIVE_MS", "Time that an idle connection is kept.", 60'000, 100, 3'600'000),
        number("BEAVER_WEBSOCKET_PING_MS", "Silence after which a WebSocket's client is asked whether it is there.",
               30'000, 10, 3'600'000),
        number("BEAVER_WEBSOCKET_PONG_MS", "Time for its answer, before the WebSocket is closed.", 30'000, 10,
               3'600'000),
        number("BEAVER_UPSTREAM_CONNECT_MS", "Time to connect to a provider.", 5'000, 10, 600'000),
        number("BEAVER_UPSTREAM_FIRST_BYTE_MS", "Time until a provider's first byte.", 120'000, 10, 3'600'000),
        number("BEAVER_UPSTREAM_SILENCE_MS", "Longest silence in a provider's answer.", 60'000, 10, 3'600'000),
        number("BEAVER_UPSTREAM_WHOLE_MS", "Longest answer of a provider.", 1'800'000, 10, 86'400'000),
        choice("BEAVER_ROUTING", "How the endpoints of one priority share the calls of a model.",
               {"weighted", "round_robin", "least_busy", "lowest_latency", "cheapest"}),
        number(
            "BEAVER_HEDGE_MS",
            "A chat whose endpoint has sent nothing for so long is asked of a second one too, and the first to answer "
            "is taken; 0 for never.",
            0, 0, 3'600'000),
        number("BEAVER_HEDGE_PERCENT", "Chats that may be asked a second time so, in percent.", 5, 0, 100),
        choice("BEAVER_CACHE",
               "Whether calls that don't say so are answered from the cache; 'cache': true in a body or "
               "x-beaver-cache: on asks for it.",
               {"off", "on"}),
        choice("BEAVER_LITELLM_HEADERS", "1: calls of models answer LiteLLM's x-litellm-… headers beside ours.",
               {"0", "1"}),
        number("BEAVER_CACHE_MEMORY_MB", "Memory that kept answers may take; 0 for the database's table alone.", 256, 0,
               65'536),
        number("BEAVER_LOG_RETENTION_DAYS",
               "So long the request log is kept, by whole months; 0 for ever. Sums and the ledger stay.", 0, 0, 36'500),
        number("BEAVER_BODY_RETENTION_DAYS", "So long bodies of calls are kept, for keys that ask for it; 0 for ever.",
               30, 0, 36'500),
        number("BEAVER_HEALTH_INTERVAL_S",
               "How often endpoints without calls are asked what costs nothing; 0 for never.", 60, 0, 86'400),
        numbered(text("LITELLM_SERVER_n_URL", "A LiteLLM server: LITELLM_SERVER_1_URL, LITELLM_SERVER_2_URL, …")),
        numbered(secret("LITELLM_SERVER_n_KEY", "Its key.")),
        number("BEAVER_SIMULATED_LATENCY_MS", "Time until the built-in provider's first byte.", 0, 0, 600'000),
        number("BEAVER_SIMULATED_TOKENS_PER_SECOND",
               "Speed of the built-in provider's streams; 0 is as fast as it goes.", 0, 0, 1'000),
        text("OPENROUTER_SITE_URL", "Attribution that OpenRouter is told: HTTP-Referer."),
        text("OPENROUTER_SITE_NAME", "Attribution that OpenRouter is told: X-Title."),
    };
    for (const char *provider : {"OPENAI", "ANTHROPIC", "GOOGLE", "DEEPSEEK", "PERPLEXITY", "XAI", "OPENROUTER"}) {
        const std::string name = provider;
        all.push_back(
            secret(name + "_API_KEY", "Credential of an endpoint for this provider; without it there is none."));
        all.push_back(text(name + "_BASE_URL", "Where that endpoint is.", {}));
    }
    return all;
}

Result<void> checkTogether(const ops::Options &options)
{
    const Secret key = options.secret("BEAVER_SECRET_KEY");
    if (!key.isEmpty() && key.reveal().size() < 32)
        return invalid("BEAVER_SECRET_KEY", "BEAVER_SECRET_KEY takes at least 32 characters.");
    const auto lowBalance = Money::parse(options.text("BEAVER_LOW_BALANCE"));
    if (!lowBalance || lowBalance->isNegative())
        return invalid("BEAVER_LOW_BALANCE",
                       "BEAVER_LOW_BALANCE takes an amount in USD, not '" + options.text("BEAVER_LOW_BALANCE") + "'.");
    const bool email = options.isSet("BEAVER_ADMIN_EMAIL");
    if (email != options.isSet("BEAVER_ADMIN_PASSWORD"))
        return invalid("BEAVER_ADMIN_EMAIL",
                       "BEAVER_ADMIN_EMAIL and BEAVER_ADMIN_PASSWORD go together: set both or neither.");
    for (const char *provider : {"OPENAI", "ANTHROPIC", "GOOGLE", "DEEPSEEK", "PERPLEXITY", "XAI", "OPENROUTER"}) {
        const std::string name = std::string(provider) + "_BASE_URL";
        const std::string &url = options.text(name);
        const bool spaced = std::any_of(url.begin(), url.end(), [](char c) { return c <= ' ' || c == 0x7f; });
        if (!url.empty() && (spaced || (!url.starts_with("http://") && !url.starts_with("https://"))))
            return invalid(name, name + " takes an address without spaces that begins with http:// or https://, not '" +
                                     url + "'.");
    }
    const std::string &publicUrl = options.text("BEAVER_PUBLIC_URL");
    const bool web = publicUrl.starts_with("https://") || publicUrl.starts_with("http://");
    if (!publicUrl.empty() && (!web || publicUrl.find('/', publicUrl.find("://") + 3) != std::string::npos ||
                               std::any_of(publicUrl.begin(), publicUrl.end(), [](char c) { return c <= ' '; })))
        return invalid("BEAVER_PUBLIC_URL",
                       "BEAVER_PUBLIC_URL takes https://HOST or http://HOST:PORT without a path, not '" + publicUrl +
                           "'.");
    for (const char *name : {"BEAVER_OIDC_ISSUER", "BEAVER_GITHUB_URL"}) {
        const std::string &url = options.text(name);
        const bool here = url.starts_with("http://127.0.0.1") || url.starts_with("http://localhost");
        if (!url.empty() && (!(url.starts_with("https://") || here) || url.find_first_of(" ?#") != std::string::npos))
            return invalid(name, std::string(name) + " takes an address that begins with https://, not '" + url + "'.");
    }
    if (options.isSet("BEAVER_OIDC_ISSUER") != options.isSet("BEAVER_OIDC_CLIENT_ID"))
        return invalid("BEAVER_OIDC_CLIENT_ID",
                       "BEAVER_OIDC_ISSUER and BEAVER_OIDC_CLIENT_ID go together: set both or neither.");
    for (const std::string name : {"BEAVER_GOOGLE_CLIENT", "BEAVER_GITHUB_CLIENT"})
        if (options.isSet(name + "_ID") != options.isSet(name + "_SECRET"))
            return invalid(name + "_ID", name + "_ID and " + name + "_SECRET go together: set both or neither.");
    if (options.text("ENV") != "prod")
        return {};
    if (key.isEmpty())
        return invalid("BEAVER_SECRET_KEY", "ENV=prod needs BEAVER_SECRET_KEY.");
    const auto origins = options.list("CORS_ORIGINS");
    if (std::find(origins.begin(), origins.end(), "*") != origins.end())
        return invalid("CORS_ORIGINS", "ENV=prod doesn't take '*' in CORS_ORIGINS: name the origins.");
    for (const auto &address : options.list("BEAVER_LISTEN")) {
        if (!address.starts_with("127.") && !address.starts_with("[::1]") && !address.starts_with("localhost:"))
            return invalid("BEAVER_LISTEN", "ENV=prod doesn't serve plain HTTP on '" + address +
                                                "': listen on 127.0.0.1 behind a proxy that does TLS.");
    }
    return {};
}

} // namespace

const std::vector<ops::OptionDeclaration> &optionDeclarations()
{
    static const std::vector<OptionDeclaration> declarations = declare();
    return declarations;
}

Result<ops::Options> readConfiguration(const std::vector<std::string> &arguments)
{
    std::map<std::string, std::string> environment;
    for (char **entry = environ; entry && *entry; ++entry) {
        const std::string_view line = *entry;
        const std::size_t equals = line.find('=');
        if (equals != std::string_view::npos)
            environment.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
    std::ostringstream dotEnv;
    if (const std::ifstream file(".env"); file)
        dotEnv << file.rdbuf();
    auto options = ops::Options::read(optionDeclarations(), arguments, environment, dotEnv.str());
    if (!options)
        return options.error();
    if (auto sound = checkTogether(*options); !sound)
        return sound.error();
    return options;
}

} // namespace beaver::app
