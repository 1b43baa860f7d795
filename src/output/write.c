/* The writers of tables: TSV, CSV, JSON, to a stream or into a file. */
#include "common/file.h"
#include "common/locale.h"
#include "common/report.h"
#include "output/emit.h"

static void emit_delimited(shf_emitter *e, char separator, const shf_provenance *provenance,
                           const shf_table *table)
{
    shf_emit_names(e, table, separator);
    shf_emit_header(e, provenance, table);
    for (size_t i = 0; i < shf_table_rows(table) && !e->failure; i++)
        shf_emit_row(e, table, i, separator);
}

static void emit_all(shf_emitter *e, int format, const shf_provenance *provenance, const shf_table *table)
{
    shf_locale locale = shf_locale_enter();
    if (format == SHF_FORMAT_JSON)
        shf_emit_json(e, provenance, table);
    else
        emit_delimited(e, format == SHF_FORMAT_CSV ? ',' : '\t', provenance, table);
    shf_locale_leave(locale);
}

static shf_status write_named(FILE *stream, const char *name, int format, const shf_provenance *provenance,
                              const shf_table *table, shf_error *error)
{
    shf_emitter e = {stream, 0};
    emit_all(&e, format, provenance, table);
    return shf_emit_end(&e, name, error);
}

shf_status shf_write(FILE *stream, int format, const shf_provenance *provenance, const shf_table *table,
                     shf_error *error)
{
    return write_named(stream, "", format, provenance, table, error);
}

shf_status shf_write_file(const char *path, int format, const shf_provenance *provenance,
                          const shf_table *table, shf_error *error)
{
    shf_outfile file;
    shf_status status = shf_outfile_open(&file, path, 0, error);
    if (status)
        return status;
    status = write_named(file.stream, path, format, provenance, table, error);
    SHF_THEN(status, shf_outfile_finish(&file, path, error));
    SHF_THEN(status, shf_outfile_publish(&file, path, error));
    shf_outfile_discard(&file);
    return status;
}
