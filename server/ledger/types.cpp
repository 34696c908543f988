#include <server/ledger/types.h>

#include <array>

namespace beaver::ledger {

std::string_view outcomeName(Outcome outcome)
{
    static constexpr std::array<std::string_view, 9> names{"complete",     "refused",         "upstream_error",
                                                           "empty_answer", "stopped_by_hold", "upstream_cut",
                                                           "client_gone",  "interrupted",     "cached"};
    return names[static_cast<std::size_t>(outcome)];
}

std::string_view entryTypeName(EntryType type)
{
    static constexpr std::array<std::string_view, 7> names{"top_up",  "usage",  "refund",  "adjustment",
                                                           "payment", "expiry", "transfer"};
    return names[static_cast<std::size_t>(type)];
}

} // namespace beaver::ledger
