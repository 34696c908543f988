#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace beaver::storage::test {

/// A process of this program that runs one of the roles below; its standard output comes through a pipe.
class Child
{
public:
    explicit Child(std::vector<std::string> arguments);
    ~Child();
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    std::string readLine(); ///< without its end; empty when the child has closed its output
    void kill();
    /// Waits for the end. The exit code, or minus the signal that killed it.
    int wait();

private:
    pid_t m_pid = -1;
    int m_output = -1;
};

/// Roles:
///   write URL                              writes rows in groups and prints each id when it was told that it is
///   committed hold URL                               opens the database, prints `open` and waits up | down URL NUMBER
///   STATEMENTS        migrates to NUMBER up or down, and dies in that migration after so many statements up-cut URL
///   OPERATIONS                  migrates all and dies before that file operation; exits 0 if it got through
int childMain(const std::vector<std::string> &arguments);

/// The statements of a script; triggers are one.
std::vector<std::string> statementsOf(const std::string &script);

} // namespace beaver::storage::test
