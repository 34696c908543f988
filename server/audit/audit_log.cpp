#include <server/audit/audit_log.h>
#include <sodium.h>

namespace beaver::audit {

namespace {

constexpr std::size_t hashBytes = 32;
#define AUDIT_COLUMNS "id, at, actor, action, subject, before_json, after_json, hash, via, address, request_id"

void put(std::string &to, std::string_view text)
{
    to += std::to_string(text.size());
    to += ':';
    to += text;
    to += ',';
}

void bindJson(storage::Statement &statement, const std::string &json)
{
    if (json.empty())
        statement.bindNull();
    else
        statement.bind(json);
}

Line lineOf(const storage::Statement &row)
{
    Line line;
    line.id = row.integer(0);
    line.atMs = row.integer(1);
    line.action.actor.account = row.text(2);
    line.action.action = row.text(3);
    line.action.subject = row.text(4);
    line.action.before = row.text(5);
    line.action.after = row.text(6);
    line.hash = row.text(7);
    line.action.actor.via = row.text(8);
    line.action.actor.address = row.text(9);
    line.action.actor.requestId = row.text(10);
    return line;
}

} // namespace

std::string lineHash(std::string_view previous, const Line &line)
{
    std::string input(previous);
    put(input, std::to_string(line.id));
    put(input, std::to_string(line.atMs));
    const Actor &actor = line.action.actor;
    put(input, actor.account);
    put(input, line.action.action);
    put(input, line.action.subject);
    put(input, line.action.before);
    put(input, line.action.after);
    if (!actor.via.empty() || !actor.address.empty() || !actor.requestId.empty()) {
        put(input, actor.via);
        put(input, actor.address);
        put(input, actor.requestId);
    }
    std::string hash(hashBytes, '\0');
    crypto_generichash(reinterpret_cast<unsigned char *>(hash.data()), hash.size(),
                       reinterpret_cast<const unsigned char *>(input.data()), input.size(), nullptr, 0);
    return hash;
}

Result<void> append(storage::Connection &connection, const Action &action, std::int64_t nowMs)
{
    auto &last = connection.prepared("SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1");
    const auto found = last.next();
    if (!found)
        return found.error();
    Line line{*found ? last.integer(0) + 1 : 1, nowMs, action, {}};
    const std::string previous = *found ? last.text(1) : std::string(hashBytes, '\0');
    last.reset();
    line.hash = lineHash(previous, line);

    auto &insert =
        connection.prepared("INSERT INTO audit_log (id, at, actor, action, subject, before_json, after_json, hash, "
                            "via, address, request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const Actor &actor = line.action.actor;
    insert.bind(line.id).bind(line.atMs).bind(actor.account).bind(line.action.action).bind(line.action.subject);
    bindJson(insert, line.action.before);
    bindJson(insert, line.action.after);
    const auto inserted = insert.bindBlob(line.hash).bind(actor.via).bind(actor.address).bind(actor.requestId).run();
    return inserted ? Result<void>() : Result<void>(inserted.error());
}

Result<std::vector<Line>> lines(storage::Connection &connection, int limit, std::int64_t beforeId,
                                std::string_view subject)
{
    auto &list = connection.prepared(
        "SELECT " AUDIT_COLUMNS " FROM audit_log WHERE (? = 0 OR id < ?) AND (? = '' OR subject = ?) ORDER BY id DESC "
        "LIMIT ?");
    list.bind(beforeId).bind(beforeId).bind(subject).bind(subject).bind(limit);
    std::vector<Line> found;
    auto more = list.next();
    for (; more && *more; more = list.next())
        found.push_back(lineOf(list));
    if (!more)
        return more.error();
    return found;
}

Result<Proof> prove(storage::Connection &connection)
{
    auto &list = connection.prepared("SELECT " AUDIT_COLUMNS " FROM audit_log ORDER BY id");
    Proof proof;
    std::string previous(hashBytes, '\0');
    auto more = list.next();
    for (; more && *more; more = list.next()) {
        const Line line = lineOf(list);
        ++proof.checked;
        if (proof.firstBad == 0 && (line.id != proof.checked || line.hash != lineHash(previous, line)))
            proof.firstBad = line.id;
        previous = line.hash;
    }
    if (!more)
        return more.error();
    return proof;
}

} // namespace beaver::audit
