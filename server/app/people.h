#pragma once

#include <server/http/dialects/bluesminds_auth.h>
#include <server/http/rest/account_pages.h>
#include <server/http/rest/auth.h>
#include <server/http/rest/health.h>
#include <server/http/rest/mail.h>
#include <server/http/rest/oauth.h>
#include <server/http/rest/people_admin.h>
#include <server/mail/sender.h>
#include <server/ops/options.h>

namespace beaver::app {

/// What people do about their accounts, and the mail that it takes. Shared by all loops.
struct People
{
    /// `publicUrl`: where links in mails lead if BEAVER_PUBLIC_URL doesn't say.
    People(const ops::Options &options, const Secret &masterKey, std::string publicUrl,
           identity::IdentityService &identity, const Clock &clock);

    mail::Outbox outbox;
    identity::PeopleService service;
    http::SignInSettings signIn;
    http::OAuthHandlers::Settings oauth;
};

/// The sign-ins of others that are configured.
std::vector<openid::Provider> signInProviders(const ops::Options &options);
/// What the options say about mail; an error names the option.
Result<mail::SenderSettings> mailSettings(const ops::Options &options);

struct Shared;

/// The handlers of one loop.
struct PeopleHandlers
{
    PeopleHandlers(const Shared &shared, providers::Transport &transport);

    http::AuthHandlers auth;
    http::AccountPages pages;
    http::OAuthHandlers oauth;
    http::BluesMindsAuthHandlers bluesMinds;
    http::PeopleAdminHandlers admin;
    http::MailHandlers mail;
};

/// What everybody may know of a gateway before they sign in.
http::ServerFacts serverFacts(const identity::PeopleSettings &settings, std::string version);

/// Their rows of the route table.
void addPeopleRoutes(std::vector<http::Route> &routes, PeopleHandlers &of);

} // namespace beaver::app
