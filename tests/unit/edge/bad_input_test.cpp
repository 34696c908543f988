// B2 of the research notes, from a table: what the edge does, and that nginx isn't stricter.
#include "client.h"
#include "nginx.h"
#include "server_thread.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>

namespace beaver::http::test {
namespace {

struct Case
{
    std::string name;
    std::vector<int> statuses;
    bool closed = false;
    std::string bytes;
};

std::string unescaped(std::string_view text)
{
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '{') {
            const std::size_t end = text.find('}', at);
            const std::string_view inside = text.substr(at + 1, end - at - 1);
            const std::size_t star = inside.rfind('*');
            if (end != std::string_view::npos && star != std::string_view::npos) {
                const std::string part = unescaped(inside.substr(0, star));
                for (int left = std::stoi(std::string(inside.substr(star + 1))); left > 0; --left)
                    bytes += part;
                at = end;
                continue;
            }
        }
        if (text[at] != '\\') {
            bytes += text[at];
            continue;
        }
        switch (text[++at]) {
        case 'r':
            bytes += '\r';
            break;
        case 'n':
            bytes += '\n';
            break;
        case 't':
            bytes += '\t';
            break;
        case '0':
            bytes += '\0';
            break;
        case 'x':
            bytes += static_cast<char>(std::stoi(std::string(text.substr(at + 1, 2)), nullptr, 16));
            at += 2;
            break;
        default:
            bytes += text[at];
        }
    }
    return bytes;
}

std::vector<Case> readTable()
{
    std::vector<Case> cases;
    std::ifstream file(BEAVER_SOURCE_DIR "/tests/tables/edge_bad_input.txt");
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#')
            continue;
        std::vector<std::string> cells;
        for (int k = 0; k < 3; ++k) {
            const std::size_t end = line.find(" | ");
            cells.push_back(line.substr(0, end));
            line.erase(0, end + 3);
        }
        Case entry{"row " + cells[0] + ", " + cells[1], {}, cells[2].ends_with("closed"), unescaped(line)};
        std::istringstream words(cells[2]);
        for (int status = 0; words >> status;)
            entry.statuses.push_back(status);
        cases.push_back(std::move(entry));
    }
    return cases;
}

std::vector<int> statusesOf(const std::vector<Response> &responses)
{
    std::vector<int> statuses;
    for (const Response &response : responses)
        statuses.push_back(response.status);
    return statuses;
}

int accepted(const std::vector<int> &statuses)
{
    return static_cast<int>(std::ranges::count_if(statuses, [](int status) { return status < 400; }));
}

/// Answers until the peer closes; where it doesn't by itself, a last request asks it to.
std::vector<int> exchange(std::uint16_t port, const std::string &bytes, bool askToClose)
{
    Client client(port);
    client.send(bytes);
    if (askToClose)
        client.send("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return statusesOf(client.receiveAll());
}

TEST(BadInput, eachCaseIsAnsweredAsTheTableSays)
{
    const auto cases = readTable();
    ASSERT_GT(cases.size(), 150u);
    ServerThread server(EdgeLimits(), echo);
    for (const Case &entry : cases) {
        SCOPED_TRACE(entry.name);
        const std::uint64_t before = server.counters().requests;
        auto expected = entry.statuses;
        if (!entry.closed)
            expected.push_back(200);
        EXPECT_EQ(exchange(server.port(), entry.bytes, !entry.closed), expected);
        EXPECT_EQ(server.counters().requests - before, static_cast<std::uint64_t>(accepted(expected)));
    }
}

TEST(BadInput, splittingAnInputChangesNothing)
{
    ServerThread server(EdgeLimits(), echo);
    for (const Case &entry : readTable()) {
        if (entry.bytes.size() > 400)
            continue;
        SCOPED_TRACE(entry.name);
        auto expected = entry.statuses;
        if (!entry.closed)
            expected.push_back(200);
        Client client(server.port());
        for (const char c : entry.bytes)
            client.send(std::string_view(&c, 1));
        if (!entry.closed)
            client.send("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        EXPECT_EQ(statusesOf(client.receiveAll()), expected);
    }
}

TEST(BadInput, nothingThatNginxRefusesIsAccepted)
{
    const Nginx nginx;
    if (nginx.port() == 0)
        GTEST_SKIP() << "nginx isn't installed";
    for (const Case &entry : readTable()) {
        Client client(nginx.port());
        client.send(entry.bytes);
        if (entry.closed)
            client.endSending(); // what is sound for nginx it answers, then it closes
        else
            client.send("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        const int ours = accepted(entry.statuses) + (entry.closed ? 0 : 1);
        EXPECT_LE(ours, accepted(statusesOf(client.receiveAll()))) << entry.name;
    }
}

/// One to three bytes of `bytes` replaced, taken out or put in.
std::string mutated(std::string bytes, std::mt19937 &random)
{
    static const std::string likely("\r\n\t\0 :;,/%.0159afxHT\x7f\x80\xff\x01\"\\", 27);
    for (int left = static_cast<int>(random() % 3) + 1; left > 0 && !bytes.empty(); --left) {
        const std::size_t at = random() % bytes.size();
        const char c = likely[random() % likely.size()];
        switch (random() % 3) {
        case 0:
            bytes[at] = c;
            break;
        case 1:
            bytes.erase(at, 1);
            break;
        default:
            bytes.insert(at, 1, c);
        }
    }
    return bytes;
}

bool isAccepted(std::uint16_t port, const std::string &bytes)
{
    Client client(port);
    client.send(bytes);
    client.endSending();
    const auto first = client.receive();
    return first && first->status < 400;
}

TEST(BadInput, mutationsThatNginxRefusesAreNotAccepted)
{
    const Nginx nginx;
    if (nginx.port() == 0)
        GTEST_SKIP() << "nginx isn't installed";
    ServerThread server(EdgeLimits(), echo);
    std::mt19937 random(20250101); // the same every time
    auto cases = readTable();
    std::erase_if(cases, [](const Case &entry) { return entry.statuses.front() >= 400 || entry.bytes.size() > 1000; });
    int compared = 0;
    for (int k = 0; k < 5000; ++k) {
        const Case &entry = cases[random() % cases.size()];
        const std::string bytes = mutated(entry.bytes, random);
        if (!isAccepted(server.port(), bytes))
            continue;
        ++compared;
        EXPECT_TRUE(isAccepted(nginx.port(), bytes)) << entry.name << ": " << testing::PrintToString(bytes);
    }
    EXPECT_GT(compared, 500);
}

} // namespace
} // namespace beaver::http::test
