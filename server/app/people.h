#pragma once

#include <server/http/rest/mail.h>
#include <server/mail/sender.h>
#include <server/ops/options.h>

namespace beaver::app {

/// What people need beside their accounts: mail. Shared by all loops.
struct People
{
    People(const Secret &masterKey, storage::Database &database, const Clock &clock);

    mail::Outbox outbox;
};

/// What the options say about mail; an error names the option.
Result<mail::SenderSettings> mailSettings(const ops::Options &options);

/// The handlers of one loop.
struct PeopleHandlers
{
    http::MailHandlers mail;
};

/// Their rows of the route table.
void addPeopleRoutes(std::vector<http::Route> &routes, PeopleHandlers &of);

} // namespace beaver::app
