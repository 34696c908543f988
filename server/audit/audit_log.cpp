#include <server/audit/audit_log.h>
#include <sodium.h>

namespace beaver::audit {

namespace {

constexpr std::size_t hashBytes = 32;

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
    return {
        row.integer(0), row.integer(1), {row.text(2), row.text(3), row.text(4), row.text(5), row.text(6)}, row.text(7)};
}

} // namespace

std::string lineHash(std::string_view previous, const Line &line)
{
    std::string input(previous);
    put(input, std::to_string(line.id));
    put(input, std::to_string(line.atMs));
    put(input, line.action.actor);
    put(input, line.action.action);
    put(input, line.action.subject);
    put(input, line.action.before);
    put(input, line.action.after);
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
        connection.prepared("INSERT INTO audit_log (id, at, actor, action, subject, before_json, after_json, "
                            "hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(line.id).bind(line.atMs).bind(line.action.actor).bind(line.action.action).bind(line.action.subject);
    bindJson(insert, line.action.before);
    bindJson(insert, line.action.after);
    const auto inserted = insert.bindBlob(line.hash).run();
    return inserted ? Result<void>() : Result<void>(inserted.error());
}

Result<std::vector<Line>> lines(storage::Connection &connection, int limit, std::int64_t beforeId,
                                std::string_view subject)
{
    auto &list = connection.prepared("SELECT id, at, actor, action, subject, before_json, after_json, hash FROM "
                                     "audit_log WHERE (? = 0 OR id < ?) AND (? = '' OR subject = ?) ORDER BY id DESC "
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
    auto &list = connection.prepared(
        "SELECT id, at, actor, action, subject, before_json, after_json, hash FROM audit_log ORDER BY id");
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
