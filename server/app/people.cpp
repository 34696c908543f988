#include <server/app/loop_thread.h>
#include <server/app/people.h>

namespace beaver::app {

namespace {

using http::Access;
using http::Exchange;
using http::Method;

identity::PeopleSettings peopleSettings(const ops::Options &options, const Secret &masterKey, std::string publicUrl)
{
    using Mode = identity::PeopleSettings::Registration;
    identity::PeopleSettings settings;
    const std::string &mode = options.text("BEAVER_REGISTRATION");
    settings.registration = mode == "closed" ? Mode::Closed : mode == "invite" ? Mode::Invite : Mode::Open;
    settings.verifyFirst = options.text("BEAVER_EMAIL_VERIFICATION") == "required";
    settings.publicUrl = std::move(publicUrl);
    settings.registrationsPerHour = options.number("BEAVER_REGISTRATIONS_PER_HOUR");
    settings.masterKey = masterKey;
    return settings;
}

} // namespace

People::People(const ops::Options &options, const Secret &masterKey, std::string publicUrl,
               identity::IdentityService &identity, const Clock &clock)
    : outbox(masterKey, clock)
    , service(peopleSettings(options, masterKey, std::move(publicUrl)), identity, outbox)
    , signIn{options.text("ENV") == "prod" || service.settings().publicUrl.starts_with("https://")}
    , oauth{signInProviders(options), service.settings().publicUrl, masterKey}
{}

std::vector<openid::Provider> signInProviders(const ops::Options &options)
{
    using Kind = openid::Provider::Kind;
    std::vector<openid::Provider> found;
    if (options.isSet("BEAVER_GOOGLE_CLIENT_ID"))
        found.push_back({Kind::OpenId,
                         "google",
                         "Google",
                         "https://accounts.google.com",
                         {},
                         options.text("BEAVER_GOOGLE_CLIENT_ID"),
                         options.secret("BEAVER_GOOGLE_CLIENT_SECRET")});
    if (options.isSet("BEAVER_GITHUB_CLIENT_ID")) {
        const std::string &base = options.text("BEAVER_GITHUB_URL");
        found.push_back({Kind::GitHub, "github", "GitHub", base,
                         base == "https://github.com" ? "https://api.github.com" : base + "/api/v3",
                         options.text("BEAVER_GITHUB_CLIENT_ID"), options.secret("BEAVER_GITHUB_CLIENT_SECRET")});
    }
    if (options.isSet("BEAVER_OIDC_ISSUER"))
        found.push_back({Kind::OpenId,
                         "oidc",
                         options.text("BEAVER_OIDC_NAME"),
                         options.text("BEAVER_OIDC_ISSUER"),
                         {},
                         options.text("BEAVER_OIDC_CLIENT_ID"),
                         options.secret("BEAVER_OIDC_CLIENT_SECRET")});
    return found;
}

Result<mail::SenderSettings> mailSettings(const ops::Options &options)
{
    mail::SenderSettings settings;
    const auto from = mail::parseMailbox(options.text("MAIL_FROM"));
    if (!from)
        return invalid("MAIL_FROM", "MAIL_FROM takes an address, or Name <address>.");
    settings.from = *from;
    settings.logTexts = options.text("ENV") != "prod";
    settings.firstPauseMs = options.number("BEAVER_MAIL_RETRY_MS");
    settings.mostAttempts = static_cast<int>(options.number("BEAVER_MAIL_ATTEMPTS"));
    if (options.isSet("SMTP_URL")) {
        auto smtp = mail::parseSmtpUrl(options.text("SMTP_URL"));
        if (!smtp)
            return smtp.error();
        settings.smtp = std::move(*smtp);
        settings.smtp->caFile = options.text("SMTP_CA_FILE");
    }
    return settings;
}

http::ServerFacts serverFacts(const identity::PeopleSettings &settings, std::string version)
{
    using Mode = identity::PeopleSettings::Registration;
    const std::string_view registration = settings.registration == Mode::Closed   ? "closed"
                                          : settings.registration == Mode::Invite ? "invite"
                                                                                  : "open";
    return {std::move(version), registration, settings.verifyFirst ? "required" : "off"};
}

PeopleHandlers::PeopleHandlers(const Shared &shared, providers::Transport &transport)
    : auth(shared.identity, shared.people.service, shared.ledger, shared.limits, shared.people.signIn)
    , oauth(shared.people.oauth, transport, shared.people.service, auth, shared.people.signIn, shared.clock)
    , bluesMinds(shared.identity, shared.people.service, shared.ledger, shared.limits, shared.people.signIn)
    , admin(shared.people.service, shared.limits)
    , mail(shared.people.outbox, shared.database, shared.clock)
{}

void addPeopleRoutes(std::vector<http::Route> &routes, PeopleHandlers &of)
{
    constexpr auto own = api::Surface::Beaver;
    constexpr std::size_t small = 64 * 1024;
    const auto mail = [&](auto handler) {
        return [&of, handler](std::shared_ptr<Exchange> call) { return (of.mail.*handler)(std::move(call)); };
    };
    const auto auth = [&](auto handler) {
        return [&of, handler](std::shared_ptr<Exchange> call) { return (of.auth.*handler)(std::move(call)); };
    };
    const auto pages = [&](auto handler) {
        return [&of, handler](std::shared_ptr<Exchange> call) { return (of.pages.*handler)(std::move(call)); };
    };
    const auto oauth = [&](auto handler) {
        return [&of, handler](std::shared_ptr<Exchange> call) { return (of.oauth.*handler)(std::move(call)); };
    };
    const auto admin = [&](auto handler) {
        return [&of, handler](std::shared_ptr<Exchange> call) { return (of.admin.*handler)(std::move(call)); };
    };
    const auto blues = [&](auto handler) {
        return [&of, handler](std::shared_ptr<Exchange> call) { return (of.bluesMinds.*handler)(std::move(call)); };
    };
    using Admin = http::PeopleAdminHandlers;
    using Auth = http::AuthHandlers;
    using Blues = http::BluesMindsAuthHandlers;
    using Mail = http::MailHandlers;
    using OAuth = http::OAuthHandlers;

    // clang-format off
    routes.push_back({Method::Post,   "/auth/register",            Access::Open,    auth(&Auth::registerAccount),     "auth.register", "", own, small});
    routes.push_back({Method::Post,   "/auth/email/verify",        Access::Open,    auth(&Auth::verifyEmail),         "auth.email.verify", "", own, small});
    routes.push_back({Method::Post,   "/auth/email/resend",        Access::Open,    auth(&Auth::resendVerification),  "auth.email.resend", "", own, small});
    routes.push_back({Method::Post,   "/auth/login",               Access::Open,    auth(&Auth::login),               "auth.login", "", own, small});
    routes.push_back({Method::Post,   "/auth/refresh",             Access::Open,    auth(&Auth::refresh),             "auth.refresh", "", own, small});
    routes.push_back({Method::Post,   "/auth/logout",              Access::Session, auth(&Auth::logout),              "auth.logout", "", own, small});
    routes.push_back({Method::Post,   "/auth/logout/all",          Access::Session, auth(&Auth::logoutAll),           "auth.logout.all", "", own, small});
    routes.push_back({Method::Post,   "/auth/password/forgot",     Access::Open,    auth(&Auth::forgotPassword),      "auth.password.forgot", "", own, small});
    routes.push_back({Method::Post,   "/auth/password/reset",      Access::Open,    auth(&Auth::resetPassword),       "auth.password.reset", "", own, small});
    routes.push_back({Method::Post,   "/auth/password/change",     Access::Session, auth(&Auth::changePassword),      "auth.password.change", "", own, small});
    routes.push_back({Method::Post,   "/auth/2fa/setup",           Access::Session, auth(&Auth::setUpSecondFactor),   "auth.2fa.setup", "", own, small});
    routes.push_back({Method::Post,   "/auth/2fa/enable",          Access::Session, auth(&Auth::enableSecondFactor),  "auth.2fa.enable", "", own, small});
    routes.push_back({Method::Post,   "/auth/2fa/disable",         Access::Session, auth(&Auth::disableSecondFactor), "auth.2fa.disable", "", own, small});
    routes.push_back({Method::Post,   "/auth/2fa/recovery",        Access::Session, auth(&Auth::newRecoveryCodes),    "auth.2fa.recovery", "", own, small});
    for (const char *path : {"/auth/email/verify", "/auth/password/forgot", "/auth/password/reset"})
        routes.push_back({Method::Get, path,                       Access::Open,    pages(&http::AccountPages::page), "auth.page", "", own, small});
    routes.push_back({Method::Get,    "/auth/pages.js",            Access::Open,    pages(&http::AccountPages::script), "auth.page.script", "", own, small});
    routes.push_back({Method::Get,    "/auth/oauth/providers",     Access::Open,    oauth(&OAuth::list),              "auth.oauth.providers", "", own, small});
    routes.push_back({Method::Get,    "/auth/oauth/{provider}/start",    Access::Open, oauth(&OAuth::start),          "auth.oauth.start", "", own, small});
    routes.push_back({Method::Get,    "/auth/oauth/{provider}/callback", Access::Open, oauth(&OAuth::callback),       "auth.oauth.callback", "", own, small});
    routes.push_back({Method::Get,    "/auth/sessions",            Access::Session, auth(&Auth::sessions),            "auth.sessions.list", "", own, small});
    routes.push_back({Method::Delete, "/auth/sessions/{id}",       Access::Session, auth(&Auth::endSession),          "auth.sessions.end", "", own, small});
    for (const char *path : {"/auth/me", "/users/me"}) {
        routes.push_back({Method::Get,    path,                    Access::Key,     auth(&Auth::me),                  "auth.me", "", own, small});
        routes.push_back({Method::Patch,  path,                    Access::Key,     auth(&Auth::changeMe),            "auth.me.change", "", own, small});
        routes.push_back({Method::Delete, path,                    Access::Key,     auth(&Auth::deleteMe),            "auth.me.delete", "", own, small});
    }

    routes.push_back({Method::Delete, "/admin/accounts/{id}",      Access::Admin,   admin(&Admin::deleteAccount),     "admin.accounts.delete", "", own, small});
    routes.push_back({Method::Get,    "/admin/accounts/{id}/sessions",           Access::Admin, admin(&Admin::sessions),    "admin.sessions.list", "", own, small});
    routes.push_back({Method::Delete, "/admin/accounts/{id}/sessions",           Access::Admin, admin(&Admin::endSessions), "admin.sessions.end_all", "", own, small});
    routes.push_back({Method::Delete, "/admin/accounts/{id}/sessions/{session}", Access::Admin, admin(&Admin::endSession),  "admin.sessions.end", "", own, small});
    routes.push_back({Method::Get,    "/admin/invitations",        Access::Viewer,  admin(&Admin::invitations),       "admin.invitations.list", "", own, small});
    routes.push_back({Method::Post,   "/admin/invitations",        Access::Admin,   admin(&Admin::invite),            "admin.invitations.create", "", own, small});
    routes.push_back({Method::Delete, "/admin/invitations/{id}",   Access::Admin,   admin(&Admin::withdrawInvitation), "admin.invitations.withdraw", "", own, small});

    constexpr auto openRouter = api::Surface::OpenRouter;
    routes.push_back({Method::Post,   "/api/auth/signup",          Access::Open,    blues(&Blues::signUp),            "bluesminds.auth.signup", "", openRouter, small});
    routes.push_back({Method::Post,   "/api/auth/login",           Access::Open,    blues(&Blues::login),             "bluesminds.auth.login", "", openRouter, small});
    routes.push_back({Method::Post,   "/api/auth/logout",          Access::Session, blues(&Blues::logout),            "bluesminds.auth.logout", "", openRouter, small});
    routes.push_back({Method::Get,    "/api/auth/me",              Access::Key,     blues(&Blues::me),                "bluesminds.auth.me", "", openRouter, small});
    routes.push_back({Method::Patch,  "/api/auth/me",              Access::Key,     blues(&Blues::changeMe),          "bluesminds.auth.me.change", "", openRouter, small});

    routes.push_back({Method::Get,    "/admin/mail",               Access::Viewer,  mail(&Mail::list),         "admin.mail.list", "", own, small});
    routes.push_back({Method::Post,   "/admin/mail/test",          Access::Admin,   mail(&Mail::test),         "admin.mail.test", "", own, small});
    // clang-format on
}

} // namespace beaver::app
