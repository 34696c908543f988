#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace bench {

/// Times of which percentiles are wanted; keeps every one.
class Samples
{
public:
    void add(std::int64_t ns) { m_ns.push_back(ns); }
    std::size_t count() const { return m_ns.size(); }
    /// Microseconds: {"p50","p90","p99","p999","max","mean"}, or null without samples.
    std::string json() const;

private:
    std::vector<std::int64_t> m_ns;
};

/// What went wrong, by kind, with the first example of each.
class Errors
{
public:
    void add(const std::string &kind, const std::string &example);
    std::uint64_t count() const { return m_count; }
    std::string json() const;

private:
    std::uint64_t m_count = 0;
    std::map<std::string, std::pair<std::uint64_t, std::string>> m_kinds;
};

std::string quoted(const std::string &text);

} // namespace bench
