#include "report.h"

#include <algorithm>
#include <cstdio>
#include <numeric>

namespace bench {

std::string Samples::json() const
{
    if (m_ns.empty())
        return "null";
    std::vector<std::int64_t> sorted = m_ns;
    std::ranges::sort(sorted);
    const auto at = [&](double part) {
        const auto index = static_cast<std::size_t>(part * static_cast<double>(sorted.size()));
        return static_cast<double>(sorted[std::min(index, sorted.size() - 1)]) / 1'000;
    };
    const double sum = std::accumulate(sorted.begin(), sorted.end(), 0.0);
    char text[256];
    std::snprintf(text, sizeof text,
                  "{\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f,\"mean\":%.1f}", at(0.5), at(0.9),
                  at(0.99), at(0.999), at(1), sum / static_cast<double>(sorted.size()) / 1'000);
    return text;
}

void Errors::add(const std::string &kind, const std::string &example)
{
    ++m_count;
    const auto [place, inserted] = m_kinds.try_emplace(kind, 0, example.substr(0, 300));
    ++place->second.first;
}

std::string Errors::json() const
{
    std::string json = "{";
    for (const auto &[kind, counted] : m_kinds)
        json += (json.size() > 1 ? "," : "") + quoted(kind) + ":{\"count\":" + std::to_string(counted.first) +
                ",\"first\":" + quoted(counted.second) + "}";
    return json + "}";
}

std::string quoted(const std::string &text)
{
    std::string out = "\"";
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (character == '"' || character == '\\')
            out += std::string("\\") + character;
        else if (byte < 0x20 || byte >= 0x7f)
            out += '?';
        else
            out += character;
    }
    return out + '"';
}

} // namespace bench
