#pragma once

#include <server/http/front/exchange.h>
#include <server/identity/identity_service.h>
#include <server/identity/session_store.h>
#include <server/ledger/types.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

/// The members of a sign-in: tokens, and what a page needs beside its cookie.
void writeSignIn(JsonWriter &json, const identity::IdentityService &identity, const identity::SignIn &signIn,
                 const ledger::Balance &balance);
/// Nobody keeps it, and the cookie where there is one.
void addSignInHeaders(Answer &answer, const identity::SignIn &signIn, bool secureCookies);
/// 401 with what the second step is asked for.
Answer challengeAnswer(const Exchange &exchange, const identity::SignIn &signIn);
/// Ends the cookie in the browser.
void endCookie(Answer &answer, bool secureCookies);
/// `{data, has_more, next}`.
std::string sessionsJson(const std::vector<identity::store::Session> &sessions, bool more, const SessionId &current);
/// `{"ok":true}`
Answer okAnswer(int status = 200);

} // namespace beaver::http
