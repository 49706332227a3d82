// Stands for the database drivers that Knex can load and One-Roof never uses: it speaks to PostgreSQL only.
export default undefined;
