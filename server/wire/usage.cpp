#include <server/wire/usage.h>

namespace beaver::wire {

namespace {

constexpr std::array<std::string_view, bucketCount> bucketNames{
    "input",    "cached_read", "cache_write_5m", "cache_write_1h", "output", "reasoning", "audio_in",   "audio_out",
    "image_in", "image_out",   "requests",       "searches",       "images", "seconds",   "characters",
};

} // namespace

std::string_view bucketName(Bucket bucket)
{
    return bucketNames[static_cast<std::size_t>(bucket)];
}

std::string_view bucketUnit(Bucket bucket)
{
    switch (bucket) {
    case Bucket::Requests:
        return "request";
    case Bucket::Searches:
        return "search";
    case Bucket::Images:
        return "image";
    case Bucket::Seconds:
        return "second";
    case Bucket::Characters:
        return "character";
    default:
        return "token";
    }
}

std::optional<Bucket> bucketByName(std::string_view name)
{
    for (std::size_t at = 0; at < bucketNames.size(); ++at) {
        if (bucketNames[at] == name)
            return static_cast<Bucket>(at);
    }
    return std::nullopt;
}

std::int64_t Usage::inputTokens() const
{
    const auto &of = *this;
    return of[Bucket::Input] + of[Bucket::CachedRead] + of[Bucket::CacheWrite5m] + of[Bucket::CacheWrite1h] +
           of[Bucket::AudioIn] + of[Bucket::ImageIn];
}

std::int64_t Usage::outputTokens() const
{
    const auto &of = *this;
    return of[Bucket::Output] + of[Bucket::Reasoning] + of[Bucket::AudioOut] + of[Bucket::ImageOut];
}

} // namespace beaver::wire
