#pragma once

#include <server/projects/types.h>
#include <shared/base/json_writer.h>

#include <string>

namespace beaver::projects {

/// The members of a project as every path shows them.
void writeProjectMembers(JsonWriter &json, const View &view);
void writeMember(JsonWriter &json, const Member &member);
void writeCredential(JsonWriter &json, const Credential &credential);
/// What the audit log keeps.
std::string auditJson(const Project &project);
std::string auditJson(const Member &member);
std::string auditJson(const Credential &credential);

} // namespace beaver::projects
