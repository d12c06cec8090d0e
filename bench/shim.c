/* Stands between a program and the files below one folder (FAULTS_ROOT): writes down every change and sync, or lets
   operation n fail, or makes the disk full after so many bytes. Loaded by bench/shim.py; asleep until it is told. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

_Static_assert(sizeof(off_t) == 8, "64 bits only");
#define LONGEST 4096
#define REAL(kind, name, ...) ((kind(*)(__VA_ARGS__))real(#name))

static int trace = -1;                          /* where changes are written down */
static long fail_at, sticky, code, seen;        /* operation n fails with this code; all later ones too */
static long room = -1;                          /* bytes by which files may still grow */

static void *real(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

static int awake(void) { return trace >= 0 || fail_at || room >= 0; }

/* 1 where a path (from a folder's handle, or absolute) lies below the root; the whole path in out. */
static int ours(int folder, const char *path, char *out) {
    static const char *root;
    if (!root && !(root = getenv("FAULTS_ROOT"))) return 0;
    if (path && path[0] == '/') {
        snprintf(out, LONGEST, "%s", path);
    } else {
        char link[64];
        if (folder == AT_FDCWD) snprintf(link, sizeof link, "/proc/self/cwd");
        else snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t got = readlink(link, out, LONGEST - 1);
        if (got < 0) return 0;
        out[got] = 0;
        if (path && path[0]) snprintf(out + got, LONGEST - got, "/%s", path);
    }
    size_t deep = strlen(root);
    return strncmp(out, root, deep) == 0 && (out[deep] == '/' || out[deep] == 0);
}

static int64_t inode_of(int fd) {
    struct stat at;
    return fstat(fd, &at) ? -1 : (int64_t)at.st_ino;
}

static int64_t inode_at(const char *path) {
    struct stat at;
    return lstat(path, &at) ? -1 : (int64_t)at.st_ino;
}

/* One line of the trace: what, whose inode, where, and two byte strings. */
static void note(char what, int64_t inode, int64_t at, const void *one, size_t first, const void *two, size_t second) {
    if (trace < 0) return;
    int64_t head[5] = {what, inode, at, (int64_t)first, (int64_t)second};
    struct iovec parts[3] = {{head, sizeof head}, {(void *)one, first}, {(void *)two, second}};
    size_t whole = sizeof head + first + second;
    if (syscall(SYS_writev, trace, parts, 3) != (long)whole) abort();
}

/* 1 where this operation is the one that fails. */
static int fails(void) {
    if (!fail_at) return 0;
    seen++;
    if (seen != fail_at && !(sticky && seen > fail_at)) return 0;
    errno = (int)code;
    return 1;
}

void faults_watch(const char *path) { trace = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600); }
void faults_say(const char *words) { note('!', 0, 0, words, strlen(words), "", 0); }
void faults_fail(long at, long on, long error) { fail_at = at; sticky = on; code = error; seen = 0; }
void faults_fill(long bytes) { room = bytes; }
long faults_seen(void) { return seen; }
long faults_room(void) { return room; }

static int opened(const char *name, int folder, const char *path, int flags, mode_t mode, int at) {
    char whole[LONGEST];
    int mine = awake() && ours(folder, path, whole);
    if (mine && fails()) return -1;
    int there = mine && inode_at(whole) >= 0;
    int fd = at ? REAL(int, openat, int, const char *, int, ...)(folder, path, flags, mode)
                : ((int (*)(const char *, int, ...))real(name))(path, flags, mode);
    if (mine && fd >= 0 && !there && (flags & O_CREAT)) note('c', inode_of(fd), 0, whole, strlen(whole), "", 0);
    else if (mine && fd >= 0 && (flags & O_TRUNC)) note('t', inode_of(fd), 0, "", 0, "", 0);
    return fd;
}

#define MODE mode_t mode = 0; va_list more; va_start(more, flags); if (flags & (O_CREAT | O_TMPFILE)) mode = va_arg(more, mode_t); va_end(more);
int open(const char *path, int flags, ...) { MODE return opened("open", AT_FDCWD, path, flags, mode, 0); }
int open64(const char *path, int flags, ...) { MODE return opened("open64", AT_FDCWD, path, flags, mode, 0); }
int openat(int folder, const char *path, int flags, ...) { MODE return opened("openat", folder, path, flags, mode, 1); }
int openat64(int folder, const char *path, int flags, ...) { MODE return opened("openat64", folder, path, flags, mode, 1); }

/* How much of a write the disk still takes; -1 where it takes nothing. */
static ssize_t fits(int fd, size_t count, off_t at) {
    struct stat now;
    if (room < 0 || fstat(fd, &now)) return (ssize_t)count;
    off_t end = at + (off_t)count, more = end > now.st_size ? end - now.st_size : 0;
    if (more <= room) { room -= more; return (ssize_t)count; }
    ssize_t part = (ssize_t)count - (more - room);
    room = 0;
    if (part > 0) return part;
    errno = ENOSPC;
    return -1;
}

static ssize_t written(int fd, const void *body, size_t count, off_t at, int placed) {
    char whole[LONGEST];
    int mine = awake() && ours(fd, NULL, whole);
    if (mine && fails()) return -1;
    if (mine && !placed) {
        int flags = fcntl(fd, F_GETFL);
        at = lseek(fd, 0, flags & O_APPEND ? SEEK_END : SEEK_CUR);
    }
    ssize_t part = mine ? fits(fd, count, at) : (ssize_t)count;
    if (part < 0) return -1;
    ssize_t done = placed ? REAL(ssize_t, pwrite, int, const void *, size_t, off_t)(fd, body, part, at)
                          : REAL(ssize_t, write, int, const void *, size_t)(fd, body, part);
    if (mine && done > 0) note('w', inode_of(fd), at, body, done, "", 0);
    return done;
}

ssize_t write(int fd, const void *body, size_t count) { return written(fd, body, count, 0, 0); }
ssize_t pwrite(int fd, const void *body, size_t count, off_t at) { return written(fd, body, count, at, 1); }
ssize_t pwrite64(int fd, const void *body, size_t count, off_t at) { return written(fd, body, count, at, 1); }

#define MINE(fd) char whole[LONGEST]; int mine = awake() && ours(fd, NULL, whole); if (mine && fails()) return -1;
ssize_t read(int fd, void *body, size_t count) { MINE(fd) return REAL(ssize_t, read, int, void *, size_t)(fd, body, count); }
ssize_t pread(int fd, void *body, size_t count, off_t at) { MINE(fd) return REAL(ssize_t, pread, int, void *, size_t, off_t)(fd, body, count, at); }
ssize_t pread64(int fd, void *body, size_t count, off_t at) { MINE(fd) return REAL(ssize_t, pread64, int, void *, size_t, off_t)(fd, body, count, at); }

/* Nothing is really synced below the root: the power stays on, and a thousand trials need not wait for the disk. */
#define SYNCED(name) int name(int fd) { \
    char whole[LONGEST]; \
    if (!ours(fd, NULL, whole)) return REAL(int, name, int)(fd); \
    if (fails()) return -1; \
    note('s', inode_of(fd), 0, "", 0, "", 0); \
    return 0; }
SYNCED(fsync)
SYNCED(fdatasync)

#define CUT(name) int name(int fd, off_t size) { \
    MINE(fd) int done = REAL(int, name, int, off_t)(fd, size); if (mine && !done) note('t', inode_of(fd), size, "", 0, "", 0); return done; }
CUT(ftruncate)
CUT(ftruncate64)

/* Ways to change a file that nobody here uses; the trace says so, and whoever reads it refuses. */
#define UNKNOWN(name, fd) char whole[LONGEST]; if (awake() && ours(fd, NULL, whole)) note('?', 0, 0, name, strlen(name), "", 0);
ssize_t writev(int fd, const struct iovec *parts, int count) { UNKNOWN("writev", fd) return REAL(ssize_t, writev, int, const struct iovec *, int)(fd, parts, count); }
int fallocate(int fd, int mode, off_t at, off_t size) { UNKNOWN("fallocate", fd) return REAL(int, fallocate, int, int, off_t, off_t)(fd, mode, at, size); }
int posix_fallocate(int fd, off_t at, off_t size) { UNKNOWN("posix_fallocate", fd) return REAL(int, posix_fallocate, int, off_t, off_t)(fd, at, size); }

/* A copy inside the system is refused, so that it is made by reading and writing and each write is seen. */
#define UNSEEN(to) char whole[LONGEST]; if (awake() && ours(to, NULL, whole)) { errno = ENOSYS; return -1; }
ssize_t sendfile(int to, int from, off_t *at, size_t size) { UNSEEN(to) return REAL(ssize_t, sendfile, int, int, off_t *, size_t)(to, from, at, size); }
ssize_t sendfile64(int to, int from, off_t *at, size_t size) { UNSEEN(to) return REAL(ssize_t, sendfile64, int, int, off_t *, size_t)(to, from, at, size); }
ssize_t copy_file_range(int from, off_t *at, int to, off_t *where, size_t size, unsigned flags) {
    UNSEEN(to)
    return REAL(ssize_t, copy_file_range, int, off_t *, int, off_t *, size_t, unsigned)(from, at, to, where, size, flags);
}

static int renamed(int from, const char *old, int to, const char *new) {
    char before[LONGEST], after[LONGEST];
    int mine = awake() && (ours(from, old, before) | ours(to, new, after));
    if (mine && fails()) return -1;
    int done = REAL(int, renameat, int, const char *, int, const char *)(from, old, to, new);
    if (mine && !done) note('r', 0, 0, before, strlen(before), after, strlen(after));
    return done;
}
int rename(const char *old, const char *new) { return renamed(AT_FDCWD, old, AT_FDCWD, new); }
int renameat(int from, const char *old, int to, const char *new) { return renamed(from, old, to, new); }

static int gone(int folder, const char *path, int flags) {
    char whole[LONGEST];
    int mine = awake() && ours(folder, path, whole);
    if (mine && fails()) return -1;
    int done = REAL(int, unlinkat, int, const char *, int)(folder, path, flags);
    if (mine && !done) note('u', 0, 0, whole, strlen(whole), "", 0);
    return done;
}
int unlink(const char *path) { return gone(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int flags) { return gone(folder, path, flags); }
int rmdir(const char *path) { return gone(AT_FDCWD, path, AT_REMOVEDIR); }

static int made(int folder, const char *path, mode_t mode) {
    char whole[LONGEST];
    int mine = awake() && ours(folder, path, whole);
    if (mine && fails()) return -1;
    int done = REAL(int, mkdirat, int, const char *, mode_t)(folder, path, mode);
    if (mine && !done) note('m', inode_at(whole), 0, whole, strlen(whole), "", 0);
    return done;
}
int mkdir(const char *path, mode_t mode) { return made(AT_FDCWD, path, mode); }
int mkdirat(int folder, const char *path, mode_t mode) { return made(folder, path, mode); }
