#include "driver.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <tests/support/own_cpu.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace beaver::fuzz {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t longest = 64 * 1024;
constexpr std::size_t mostKept = 4096;
constexpr std::string_view likely[] = {std::string_view("\0", 1),
                                       "\xff",
                                       "\x7f",
                                       "\x80",
                                       "\x01",
                                       "\r\n",
                                       "\n",
                                       "\"",
                                       "\\",
                                       "{",
                                       "}",
                                       "[",
                                       "]",
                                       ",",
                                       ":",
                                       "0",
                                       "-1",
                                       "1e308",
                                       "null",
                                       "data: ",
                                       "\xe2\x82\xac",
                                       "\xed\xa0\x80",
                                       "18446744073709551615",
                                       std::string_view("\x00\x00\x00\x80", 4)};

std::string readFile(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

/// The input under way stands in a file that outlives a crash.
class CrashFile
{
public:
    explicit CrashFile(const std::string &name)
        : m_name("crash-" + name)
        , m_descriptor(::open(m_name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644))
    {
        constexpr std::size_t size = longest + sizeof(std::uint64_t);
        if (m_descriptor < 0 || ::ftruncate(m_descriptor, static_cast<off_t>(size)) != 0)
            return;
        void *memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, m_descriptor, 0);
        m_memory = memory == MAP_FAILED ? nullptr : static_cast<char *>(memory);
    }
    ~CrashFile()
    {
        if (m_memory)
            ::munmap(m_memory, longest + sizeof(std::uint64_t));
        ::close(m_descriptor);
        ::unlink(m_name.c_str());
    }
    CrashFile(const CrashFile &) = delete;
    CrashFile &operator=(const CrashFile &) = delete;

    void keep(std::string_view input)
    {
        const std::uint64_t size = std::min(input.size(), longest);
        if (!m_memory)
            return;
        std::memcpy(m_memory, &size, sizeof size);
        std::memcpy(m_memory + sizeof size, input.data(), size);
    }
    /// What keep() wrote; whole files that weren't written by it come back as they are.
    static std::string read(const std::string &path)
    {
        std::string bytes = readFile(path);
        std::uint64_t size = 0;
        if (bytes.size() == longest + sizeof size) {
            std::memcpy(&size, bytes.data(), sizeof size);
            bytes = bytes.substr(sizeof size, std::min<std::uint64_t>(size, longest));
        }
        return bytes;
    }

private:
    const std::string m_name;
    const int m_descriptor;
    char *m_memory = nullptr;
};

std::string mutated(std::string input, const std::vector<std::string> &corpus, std::mt19937 &random)
{
    const auto below = [&random](std::size_t end) { return end == 0 ? 0 : random() % end; };
    for (std::size_t left = 1 + below(6); left > 0; --left) {
        const std::size_t at = below(input.size() + 1);
        const std::size_t count = std::min(below(1 + below(40)), input.size() - at);
        switch (below(9)) {
        case 0:
            if (at < input.size())
                input[at] = static_cast<char>(random());
            break;
        case 1:
            if (at < input.size())
                input[at] = static_cast<char>(input[at] ^ 1 << below(8));
            break;
        case 2:
            input.erase(at, count);
            break;
        case 3:
            input.insert(at, input.substr(below(input.size() + 1), count));
            break;
        case 4:
            input.insert(at, likely[below(std::size(likely))]);
            break;
        case 5:
            input.insert(at, std::string(below(300), static_cast<char>(random())));
            break;
        case 6: { // part of another
            const auto &other = corpus[below(corpus.size())];
            const std::size_t from = below(other.size() + 1);
            input.insert(at, other.substr(from, below(other.size() - from + 1)));
            break;
        }
        case 7:
            input.resize(at);
            break;
        default:
            for (std::size_t k = at; k < at + count; ++k)
                input[k] = static_cast<char>(random());
        }
    }
    input.resize(std::min(input.size(), longest));
    return input;
}

} // namespace

int run(const Target &target, int argc, char **argv)
{
    double seconds = 10;
    std::uint32_t seed = 1;
    for (int at = 1; at < argc; ++at) {
        const std::string_view name = argv[at];
        if (name == "--seconds" && at + 1 < argc) {
            seconds = std::atof(argv[++at]);
        } else if (name == "--seed" && at + 1 < argc) {
            seed = static_cast<std::uint32_t>(std::atoll(argv[++at]));
        } else if (name == "--once") {
            while (++at < argc) {
                std::mt19937 random(seed);
                target.tryOne(CrashFile::read(argv[at]), random);
            }
            return 0;
        } else {
            std::fprintf(stderr, "usage: [--seconds N] [--seed N] [--once FILE...]\n");
            return 2;
        }
    }

    std::vector<std::string> corpus = target.seeds;
    const std::filesystem::path folder = std::filesystem::path(BEAVER_FUZZ_CORPUS) / target.name;
    if (std::filesystem::is_directory(folder)) {
        std::vector<std::filesystem::path> paths;
        for (const auto &entry : std::filesystem::directory_iterator(folder))
            paths.push_back(entry.path());
        std::sort(paths.begin(), paths.end()); // the same order everywhere
        for (const auto &path : paths)
            corpus.push_back(readFile(path));
    }
    if (corpus.empty())
        corpus.emplace_back();

    CrashFile crash{std::string(target.name)};
    std::mt19937 random(seed);
    const std::size_t given = corpus.size();
    std::uint64_t tried = 0;
    auto slowest = std::chrono::nanoseconds::zero(); // computed: on a busy machine it may wait for seconds
    auto before = test::ownCpu();
    const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    for (auto now = Clock::now(); now < end || tried < given; ++tried) {
        const std::string input =
            tried < given ? corpus[tried] : mutated(corpus[random() % corpus.size()], corpus, random);
        crash.keep(input);
        std::mt19937 own(static_cast<std::uint32_t>(tried) ^ seed);
        target.tryOne(input, own);
        const auto after = test::ownCpu();
        slowest = std::max(slowest, after - before);
        before = after;
        now = Clock::now();
        if (tried >= given && random() % 64 == 0) { // without coverage any mutation may be a step on the way
            if (corpus.size() < mostKept)
                corpus.push_back(input);
            else
                corpus[given + random() % (mostKept - given)] = input;
        }
    }
    const auto slowestMs = std::chrono::duration_cast<std::chrono::milliseconds>(slowest).count();
    std::printf("%.*s: %llu inputs, seed %u, slowest %lld ms\n", static_cast<int>(target.name.size()),
                target.name.data(), static_cast<unsigned long long>(tried), seed, static_cast<long long>(slowestMs));
    return slowestMs > 2000 ? 1 : 0; // as good as a hang
}

} // namespace beaver::fuzz
