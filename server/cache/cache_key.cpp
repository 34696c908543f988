#include <server/cache/cache_key.h>
#include <server/wire/json_scan.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace beaver::cache {

namespace {

namespace dom = simdjson::dom;

/// What doesn't change an answer. Of the last four only those that ask for nothing come so far: see hasEffects().
constexpr std::array<std::string_view, 14> leftOut{"model",
                                                   "stream",
                                                   "stream_options",
                                                   "user",
                                                   "metadata",
                                                   "cache",
                                                   "cache_ttl",
                                                   "session_id",
                                                   "safety_identifier",
                                                   "prompt_cache_key",
                                                   "store",
                                                   "background",
                                                   "previous_response_id",
                                                   "conversation"};

bool isIn(std::string_view name, const auto &list)
{
    return std::ranges::find(list, name) != list.end();
}

/// Whether a call also does something, which its repetition would leave undone.
bool hasEffects(dom::object request, std::string_view surface)
{
    constexpr std::array<std::string_view, 4> doing{"store", "background", "previous_response_id", "conversation"};
    bool stores = surface.starts_with("responses"); // unless it says that it shouldn't
    for (const auto member : request) {
        if (!isIn(member.key, doing) || member.value.is_null())
            continue;
        bool wanted = true;
        const bool told = member.value.get(wanted) != simdjson::SUCCESS || wanted;
        if (told)
            return true;
        stores = stores && member.key != "store";
    }
    return stores;
}

/// Writes values so that equal ones are the same bytes and others are not: each with its kind and length.
class Canonical
{
public:
    void add(std::string_view text)
    {
        m_bytes += 's';
        length(text.size());
        m_bytes += text;
    }

    void add(dom::element value)
    {
        switch (value.type()) {
        case dom::element_type::OBJECT:
            add(dom::object(value), false);
            break;
        case dom::element_type::ARRAY: {
            const dom::array array(value);
            m_bytes += '[';
            for (const dom::element item : array)
                add(item);
            m_bytes += ']';
            break;
        }
        case dom::element_type::STRING:
            add(std::string_view(value));
            break;
        case dom::element_type::BOOL:
            m_bytes += bool(value) ? 't' : 'f';
            break;
        case dom::element_type::NULL_VALUE:
            m_bytes += '0';
            break;
        case dom::element_type::INT64:
            number(std::int64_t(value));
            break;
        case dom::element_type::UINT64:
            number(std::uint64_t(value));
            break;
        case dom::element_type::DOUBLE:
            floating(double(value));
            break;
        }
    }

    /// `top`: without what doesn't change the answer.
    void add(dom::object object, bool top)
    {
        std::vector<std::pair<std::string_view, dom::element>> members;
        for (const auto member : object) {
            if (!top || (!member.value.is_null() && !isIn(member.key, leftOut)))
                members.emplace_back(member.key, member.value);
        }
        std::ranges::sort(members, {}, [](const auto &member) { return member.first; });
        m_bytes += '{';
        for (const auto &[name, value] : members) {
            add(name);
            add(value);
        }
        m_bytes += '}';
    }

    const std::string &bytes() const { return m_bytes; }

private:
    void length(std::size_t size)
    {
        m_bytes += std::to_string(size);
        m_bytes += ':';
    }

    void number(auto value)
    {
        m_bytes += 'n';
        m_bytes += std::to_string(value);
        m_bytes += ';';
    }

    /// A whole one is written as the integer that it equals.
    void floating(double value)
    {
        constexpr double exact = 9'007'199'254'740'992; // 2^53
        if (std::trunc(value) == value && std::abs(value) <= exact) {
            number(static_cast<std::int64_t>(value));
            return;
        }
        std::array<char, 40> text{};
        const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
        m_bytes += 'n';
        m_bytes.append(text.data(), written.ptr);
        m_bytes += ';';
    }

    std::string m_bytes;
};

} // namespace

std::optional<CacheKey> cacheKey(std::string_view tenant, std::string_view surface, std::string_view model,
                                 std::string_view body)
{
    dom::object object;
    if (wire::parseJson(body).get(object) || hasEffects(object, surface))
        return std::nullopt;
    Canonical canonical;
    canonical.add(tenant);
    canonical.add(surface);
    canonical.add(model);
    canonical.add(object, true);
    std::array<unsigned char, CacheKey::size> hash{};
    const auto &bytes = canonical.bytes();
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size(),
                       nullptr, 0);
    return CacheKey({reinterpret_cast<const char *>(hash.data()), hash.size()});
}

} // namespace beaver::cache
