#include <shared/base/published.h>

namespace beaver::published {

std::uint64_t nextVersion() noexcept
{
    static std::atomic<std::uint64_t> last = 0;
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

} // namespace beaver::published
