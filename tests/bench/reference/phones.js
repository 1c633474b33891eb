// A Socket.IO server with the traffic of a workshop and nothing else: no rules, no disk.
// node phones.js PORT SHARED OWN       SHARED and OWN: the bytes of the two parts of a view
"use strict";
const { createServer } = require("http");
const { Server } = require("socket.io");

const BUNDLE = 200; // milliseconds between two counts to console and stage
const [port, shared, own] = process.argv.slice(2).map(Number);
const rooms = new Map();

const http = createServer();
const io = new Server(http, { transports: ["websocket"], pingInterval: 8000, pingTimeout: 8000 });

function filled(size, more) {
  return { ...more, text: "x".repeat(Math.max(0, size - JSON.stringify(more).length - 90)) };
}

function view(parts) {
  return { epoch: "reference", now: Date.now(), ...parts };
}

function roomOf(name) {
  if (!rooms.has(name)) rooms.set(name, { seats: new Set(), reps: 0, done: 0, version: 1, changed: false });
  return rooms.get(name);
}

function ownPart(room) {
  return { own: { version: room.version, body: filled(own, { points: { total: 50 } }) } };
}

function sharedPart(room) {
  return { shared: { version: room.version, body: filled(shared, { chair: true }) } };
}

io.on("connection", (socket) => {
  const [role, name] = socket.handshake.auth.key.split(".");
  const room = roomOf(name);
  const seated = role === "rep" || role === "manager";
  socket.join(name);
  if (!seated) socket.join(`${name}:hosts`);
  if (seated) room.seats.add(socket);
  if (role === "rep") room.reps += 1;
  socket.emit("view", view(sharedPart(room)));
  if (seated) socket.emit("view", view(ownPart(room)));

  socket.on("command", (said, ack) => {
    if (said.kind === "rule" || said.kind === "predict") {
      room.done += 1;
      room.changed = true;
    }
    if (said.kind === "next") {
      room.done = 0;
      room.version += 1;
      io.to(name).emit("view", view(sharedPart(room)));
      for (const one of room.seats) one.emit("view", view(ownPart(room)));
    }
    ack({ ok: true });
  });

  socket.on("disconnect", () => {
    room.seats.delete(socket);
    if (role === "rep") room.reps -= 1;
  });
});

setInterval(() => {
  for (const [name, room] of rooms) {
    if (!room.changed) continue;
    room.changed = false;
    const body = filled(shared, { answered: { done: room.done, expected: room.reps } });
    io.to(`${name}:hosts`).emit("view", view({ shared: { version: room.version, body } }));
  }
}, BUNDLE);

http.listen(port, "127.0.0.1", 4096);
