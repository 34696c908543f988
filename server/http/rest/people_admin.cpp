#include <server/http/rest/actor.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/people_admin.h>
#include <server/http/rest/sign_in_json.h>
#include <shared/api/rfc3339.h>

namespace beaver::http {

namespace {

constexpr std::int64_t mostDays = 90;
constexpr std::int64_t usualDays = 7;

identity::Operator operatorOf(const Exchange &exchange)
{
    return {actorOf(exchange), exchange.principal->role};
}

std::string_view stateOf(const identity::store::Invitation &invitation)
{
    if (invitation.acceptedAtMs)
        return "accepted";
    return invitation.withdrawnAtMs ? "withdrawn" : "open";
}

void writeInvitation(JsonWriter &json, const identity::store::Invitation &invitation)
{
    const auto time = [](const std::optional<std::int64_t> &ms) { return ms ? api::rfc3339(*ms) : std::string(); };
    json.field("id", invitation.id)
        .optionalField("email", invitation.email)
        .optionalField("role", identity::roleName(invitation.role))
        .optionalField("plan", invitation.plan)
        .field("state", stateOf(invitation))
        .field("created_by", invitation.createdBy)
        .field("created_at", api::rfc3339(invitation.createdAtMs))
        .field("expires_at", api::rfc3339(invitation.expiresAtMs))
        .optionalField("accepted_by", invitation.acceptedBy)
        .optionalField("accepted_at", time(invitation.acceptedAtMs))
        .optionalField("withdrawn_at", time(invitation.withdrawnAtMs));
}

} // namespace

QCoro::Task<Result<Answer>> PeopleAdminHandlers::invite(std::shared_ptr<Exchange> exchange)
{
    identity::store::Invitation wanted;
    JsonBody body(exchange->request->body);
    wanted.email = body.optionalText("email").value_or("");
    wanted.plan = body.optionalText("plan").value_or("");
    const auto role = body.optionalText("role");
    const std::int64_t days = body.optionalNumber("days").value_or(usualDays);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (days < 1 || days > mostDays)
        co_return invalid("days", "'days' takes a whole number from 1 to 90.");
    if (!wanted.plan.empty() && !m_limits.hasPlan(wanted.plan))
        co_return invalid("plan", "There is no plan '" + wanted.plan.substr(0, 60) + "'.");
    if (role) {
        const auto named = identity::roleByName(*role);
        if (!named)
            co_return invalid("role", "'role' takes viewer, billing, admin or owner.");
        wanted.role = *named;
    }
    auto inviting = m_people.invite(*exchange->loop, std::move(wanted), static_cast<int>(days), operatorOf(*exchange));
    const auto created = co_await inviting;
    if (!created)
        co_return created.error();
    JsonWriter json;
    json.beginObject();
    writeInvitation(json, created->invitation);
    json.field("token", created->token.reveal()).endObject();
    Answer answer;
    answer.status = 201;
    answer.body = json.take();
    answer.headers.emplace_back("cache-control", "no-store");
    co_return answer;
}

QCoro::Task<Result<Answer>> PeopleAdminHandlers::invitations(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 200);
    if (!limit)
        co_return limit.error();
    auto listing = m_people.invitations(*exchange->loop, *limit, exchange->query("after").value_or(""));
    const auto page = co_await listing;
    if (!page)
        co_return page.error();
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &invitation : page->invitations) {
        json.beginObject();
        writeInvitation(json, invitation);
        json.endObject();
    }
    json.endArray().field("has_more", page->hasMore);
    json.optionalField("next", page->hasMore ? page->invitations.back().id : std::string());
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> PeopleAdminHandlers::withdrawInvitation(std::shared_ptr<Exchange> exchange)
{
    auto withdrawing = m_people.withdrawInvitation(*exchange->loop, exchange->parameter("id"), operatorOf(*exchange));
    const auto withdrawn = co_await withdrawing;
    if (!withdrawn)
        co_return withdrawn.error();
    JsonWriter json;
    json.beginObject();
    writeInvitation(json, *withdrawn);
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> PeopleAdminHandlers::sessions(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 200);
    if (!limit)
        co_return limit.error();
    auto listing = m_people.sessions(*exchange->loop, AccountId(exchange->parameter("id")), *limit,
                                     exchange->query("after").value_or(""));
    const auto page = co_await listing;
    if (!page)
        co_return page.error();
    Answer answer;
    answer.body = sessionsJson(page->sessions, page->hasMore, exchange->principal->session);
    co_return answer;
}

QCoro::Task<Result<Answer>> PeopleAdminHandlers::endSessions(std::shared_ptr<Exchange> exchange)
{
    auto ending =
        m_people.endSessions(*exchange->loop, AccountId(exchange->parameter("id")), SessionId(), actorOf(*exchange));
    const auto ended = co_await ending;
    if (!ended)
        co_return ended.error();
    JsonWriter json;
    json.beginObject().field("ok", true).field("sessions_ended", *ended).endObject();
    Answer answer;
    answer.body = json.take();
    co_return answer;
}

QCoro::Task<Result<Answer>> PeopleAdminHandlers::endSession(std::shared_ptr<Exchange> exchange)
{
    auto ending = m_people.endSession(*exchange->loop, AccountId(exchange->parameter("id")),
                                      SessionId(exchange->parameter("session")), actorOf(*exchange));
    const auto ended = co_await ending;
    if (!ended)
        co_return ended.error();
    co_return okAnswer();
}

QCoro::Task<Result<Answer>> PeopleAdminHandlers::deleteAccount(std::shared_ptr<Exchange> exchange)
{
    const AccountId id(exchange->parameter("id"));
    auto deleting = m_people.deleteAccount(*exchange->loop, id, operatorOf(*exchange));
    const auto deleted = co_await deleting;
    if (!deleted)
        co_return deleted.error();
    JsonWriter json;
    json.beginObject().field("id", id.text()).field("deleted", true).endObject();
    Answer answer;
    answer.body = json.take();
    co_return answer;
}

} // namespace beaver::http
