#include <QRandomGenerator>

#include <shared/base/ids.h>

namespace beaver {

std::string newUlid(std::int64_t wallMs)
{
    static constexpr char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    // A generator per thread, seeded from the system once: ids must be unique, not unguessable.
    thread_local QRandomGenerator random = QRandomGenerator::securelySeeded();

    std::string text(26, '0');
    auto time = static_cast<std::uint64_t>(wallMs);
    for (std::size_t at = 10; at-- > 0; time >>= 5)
        text[at] = alphabet[time & 31];
    for (std::size_t half = 0; half < 2; ++half) {
        std::uint64_t bits = random.generate64();
        for (std::size_t at = 0; at < 8; ++at, bits >>= 5)
            text[10 + half * 8 + at] = alphabet[bits & 31];
    }
    return text;
}

} // namespace beaver
