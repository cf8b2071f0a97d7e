"""What Python's own mail parser makes of a mail on the standard input: its headers, an empty line, its text."""

import email
import email.policy
import sys

mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
assert not mail.defects, mail.defects
for name, value in mail.items():
    assert not value.defects, (name, value.defects)
    people = [f"{one.display_name} <{one.addr_spec}>" for one in getattr(value, "addresses", [])]
    print(f"{name}: {', '.join(people) or value}")
print()
sys.stdout.write(mail.get_content().replace("\r\n", "\n"))
