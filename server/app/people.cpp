#include <server/app/people.h>

namespace beaver::app {

namespace {

using http::Access;
using http::Exchange;
using http::Method;

} // namespace

People::People(const Secret &masterKey, storage::Database &, const Clock &clock)
    : outbox(masterKey, clock)
{}

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

void addPeopleRoutes(std::vector<http::Route> &routes, PeopleHandlers &of)
{
    constexpr auto own = api::Surface::Beaver;
    constexpr std::size_t small = 64 * 1024;
    const auto mail = [&](auto handler) {
        return [&of, handler](std::shared_ptr<Exchange> call) { return (of.mail.*handler)(std::move(call)); };
    };
    using Mail = http::MailHandlers;

    // clang-format off
    routes.push_back({Method::Get,    "/admin/mail",               Access::Viewer,  mail(&Mail::list),         "admin.mail.list", "", own, small});
    routes.push_back({Method::Post,   "/admin/mail/test",          Access::Admin,   mail(&Mail::test),         "admin.mail.test", "", own, small});
    // clang-format on
}

} // namespace beaver::app
