# Makes a network that plays the machine of a server, and a second one that plays all others. Both end with this script's input.
set -eu
here=$1
python=/usr/bin/python3

ip link set lo up
unshare --net "$python" -u "$here/world.py" &
world=$!
until [ "$(readlink "/proc/$world/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
ip link add wan0 type veth peer name eth0 netns "$world"
ip address add 203.0.113.2/24 dev wan0
ip address add 192.168.7.2/24 dev wan0
ip link set wan0 up
ip route add default via 203.0.113.10

# It knows the machine's own address only: without masquerading no answer comes back.
nsenter "--net=/proc/$world/ns/net" sh -c '
    ip link set lo up
    for address in 10.99.0.10 10.99.1.10 169.254.169.254 100.64.0.10 172.16.0.10 192.168.9.10; do ip address add "$address/32" dev lo; done
    ip address add 203.0.113.10/24 dev eth0
    ip link set eth0 up'

# A port of the machine itself, on all its addresses.
"$python" -u -c '
import socket
listener = socket.create_server(("0.0.0.0", 8080), backlog=100)
while True: listener.accept()[0].close()' &
own=$!

trap 'kill $world $own' EXIT
until "$python" -c 'import socket
for address in ("127.0.0.1", 8080), ("203.0.113.10", 80): socket.create_connection(address)' 2>/dev/null; do sleep 0.05; done
echo "ready $$ $world"
read -r end || true
