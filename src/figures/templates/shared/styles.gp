# style LIMIT: lines ls 7 dt 1 lw 1
# style FAINT: lines lw 0.8 dt (6,4) lc rgb "#777777"
